(site, load) => {
  const DAY = 864e5;
  const running = new Set();
  const gates = new Map();
  let styled;
  let policy;

  // Nothing where the value deviates from its format in any way (rule 18).
  const decode = (value) => {
    const [, year, month, day, list, mac] =
      /^1\.([2-9]\d{3})(\d\d)(\d\d)\.([\w~-]+)(\.[a-z\d]{1,8}\.[\w-]{21}[AQgw])?$/i.exec(value) || [];
    const made = new Date(Date.UTC(year, month - 1, day));
    const end = new Date(Date.UTC(year, +month + 5, day));
    if (end.getUTCDate() != day) {
      end.setUTCDate(0);
    }
    const choices = {};
    return list
      && !mac == !site.signed
      && made.getUTCMonth() == month - 1
      && made - Date.now() <= DAY
      && Date.now() - end < DAY
      && list.split('~').every((choice) => {
        const [, code, mark] = /^([a-z]{1,16})(0|1[\w-]{4})$/.exec(choice) || [];
        const unseen = !choices[code];
        choices[code] = mark;
        return unseen && mark
          && (site.dormant.includes(code) || site.categories.some((category) => category[2] == code));
      })
      ? choices : {};
  };

  // Granted is what all copies of the cookie grant (rule 43).
  const preferences = () => {
    const copies = document.cookie.split('; ')
      .filter((pair) => pair.startsWith(site.cookie + '='))
      .map((pair) => decode(pair.slice(site.cookie.length + 1)));
    const choices = {};
    for (const [id, , code, fingerprint] of site.categories) {
      if (code) {
        choices[id] = copies.some((copy) => copy[code] == '0') ? 'refused'
          : copies.length && copies.every((copy) => copy[code] == '1' + fingerprint) ? 'granted'
          : 'undecided';
      }
    }
    return choices;
  };

  const find = (id) => site.categories.find((category) => category[0] == id) || [];

  const allows = (id) => {
    const [known, , code, , asked] = find(id);
    const choice = preferences()[id];
    return !!known && (!code || (asked ? choice == 'granted' : choice != 'refused'));
  };

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const box = (...children) =>
    element('section', {className: 'choice-box', lang: site.lang, dir: site.dir}, ...children);

  const style = () => styled ||= new Promise((loaded) => {
    document.head.append(element('link', {rel: 'stylesheet', onload: loaded, onerror: loaded, href: site.style}));
  });

  // At the end of the window, with as much room after the page, so that nothing stays covered (WCAG 2.4.11).
  const float = (section) => {
    section.style.setProperty('--choice-position', 'fixed');
    section.style.maxHeight = '90%';
    section.style.overflow = 'auto';
    document.body.prepend(section);
    new ResizeObserver(() => {
      document.body.style.marginBlockEnd = document.documentElement.style.scrollPaddingBlockEnd =
        section.offsetHeight ? section.offsetHeight + 'px' : '';
    }).observe(section);
  };

  const record = async (choices) => {
    const detail = new URLSearchParams();
    for (const id in choices) {
      detail.append('asked_for', id);
      if (choices[id]) {
        detail.append(id, 'granted');
      }
    }
    const response = await fetch(site.preferences, {method: 'post', body: detail, redirect: 'manual'});
    if (response.type != 'opaqueredirect') {
      throw Error('Not recorded: ' + response.status);
    }
    document.dispatchEvent(new CustomEvent('consent:change', {detail}));
  };

  // By the form that works without this script too, so that the browser itself shows the page if need be.
  const show = async () => {
    const choose = document.querySelector('.choice-box [formmethod=get]');
    if (choose) {
      await load(site.script).catch(() => {});
      return choose.click();
    }
    const button = element('button', {formMethod: 'get'});
    const form = element('form', {action: site.preferences},
      element('input', {type: 'hidden', name: 'lang', value: site.lang}), button);
    const section = box(form);
    section.style.display = 'contents';
    form.style.display = 'none';
    section.addEventListener('close', () => section.remove(), true);
    document.body.append(section);
    await Promise.allSettled([style(), load(site.script)]);
    button.click();
  };

  const ask = () => {
    const request = new XMLHttpRequest();
    request.open('GET', site.banner);
    request.responseType = 'document';
    request.onload = async () => {
      const section = request.response?.querySelector('.choice-box');
      if (section) {
        section.querySelectorAll('link, script').forEach((own) => own.remove());
        await style();
        float(section);
        load(site.script);
      }
    };
    request.send();
    style();
  };

  const address = (gated) => {
    const url = new URL(gated.dataset.src, document.baseURI);
    return /^http/.test(url.protocol) ? url : {host: '', href: ''};
  };

  const start = (script) => {
    const copy = script.cloneNode();
    policy ||= window.trustedTypes?.createPolicy('consent', {createScriptURL: (url) => url})
      || {createScriptURL: (url) => url};
    copy.removeAttribute('data-consent');
    copy.type = script.dataset.type || '';
    copy.async = script.hasAttribute('async');
    copy.src = policy.createScriptURL(address(script).href);
    running.add(script.dataset.consent);
    script.replaceWith(copy);
  };

  const notice = (text, label, onclick) => {
    const made = box(element('p', {textContent: text}), element('button', {textContent: label, onclick}));
    Object.assign(made.style, {
      alignContent: 'center',
      alignItems: 'center',
      display: 'flex',
      flexWrap: 'wrap',
      gap: '1em',
      justifyContent: 'center',
    });
    return made;
  };

  const gate = (frame, id) => {
    const places = [frame.dataset.provider || address(frame).host, find(id)[1] || id];
    return notice(
      site.texts.blocked.replace(/{(\d)}/g, (_, place) => places[place]),
      site.texts.show,
      () => record({[id]: true}));
  };

  const activate = async () => {
    for (const script of document.querySelectorAll('script[data-consent]')) {
      if (allows(script.dataset.consent)) {
        start(script);
      }
    }
    for (const frame of document.querySelectorAll('iframe[data-consent]')) {
      if (!gates.has(frame)) {
        gates.set(frame, gate(frame, frame.dataset.consent));
        style();
      }
    }
    await styled;
    for (const [frame, gate] of gates) {
      if (allows(frame.dataset.consent)) {
        const focused = gate.contains(document.activeElement);
        gate.replaceWith(frame);
        frame.src ||= address(frame).href;
        if (focused) {
          frame.focus();
        }
      } else if (frame.isConnected) {
        Object.assign(gate.style, {
          boxSizing: 'border-box',
          maxWidth: '100%',
          minHeight: frame.offsetHeight + 'px',
          padding: '1em',
          position: 'static',
          textAlign: 'center',
          width: frame.offsetWidth + 'px',
        });
        frame.replaceWith(gate);
        frame.removeAttribute('src');
      } else if (!gate.isConnected) {
        gates.delete(frame);
      }
    }
  };

  const isUndecided = () => {
    const choices = preferences();
    return site.categories.some(([id, , , , asked]) => asked && choices[id] == 'undecided');
  };

  document.addEventListener('consent:change', () => {
    activate();
    if (!isUndecided()) {
      document.querySelector('.choice-box [formmethod=get]')?.closest('section').remove();
    }
    if (![...running].every(allows)) {
      running.clear();
      const alert = notice(site.texts.reload, site.texts.again, () => location.reload());
      alert.role = 'alert';
      style().then(() => float(alert));
    }
  });

  window.consent = {
    allows,
    get preferences() {
      return preferences();
    },
    record,
    show,
    activate,
  };

  activate();
  if (isUndecided() && !document.querySelector('.choice-box')) {
    ask();
  }
}
