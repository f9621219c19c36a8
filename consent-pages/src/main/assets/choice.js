let native;

addEventListener('submit', (event) => {
  const form = event.target;
  const root = form.closest('.choice-box');
  const button = event.submitter;
  const method = button.formMethod || form.method;
  // A page that names where to go next is rendered anew for the choice.
  if (!root || native || method == 'dialog' || (method == 'post' && form.next)) {
    return;
  }
  event.preventDefault();
  const detail = new URLSearchParams(new FormData(form, button));
  const leave = () => {
    native = 1;
    button.click();
  };
  if (method == 'get') {
    const request = new XMLHttpRequest();
    request.open(method, form.action + '?' + detail);
    request.responseType = 'document';
    request.onloadend = () => {
      const content = request.response?.querySelector('.choice-box form');
      if (!content) {
        return leave();
      }
      if (root.querySelector('dialog')) {
        return;
      }
      const dialog = document.createElement('dialog');
      root.append(dialog);
      dialog.append(content);
      dialog.ariaLabel = request.response.title;
      dialog.onclose = () => dialog.remove();
      dialog.showModal();
    };
    request.send();
  } else {
    fetch(form.action, {method, body: detail, redirect: 'manual'}).then((response) => {
      if (response.type != 'opaqueredirect') {
        return leave();
      }
      root.querySelector('dialog')?.close();
      root.remove();
      document.dispatchEvent(new CustomEvent('consent:change', {detail}));
    }, leave);
  }
});
