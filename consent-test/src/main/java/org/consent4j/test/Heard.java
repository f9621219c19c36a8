package org.consent4j.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.consent4j.ConsentListener;
import org.consent4j.CookieEvent;
import org.consent4j.UndeclaredCookie;
import org.consent4j.preference.Preferences;

/** What the site's listener heard. */
final class Heard implements ConsentListener {

    final List<CookieEvent> events = new CopyOnWriteArrayList<>();
    final List<UndeclaredCookie> undeclared = new CopyOnWriteArrayList<>();
    final List<Preferences> choices = new CopyOnWriteArrayList<>();

    @Override
    public void onCookie(CookieEvent event) {
        events.add(event);
    }

    @Override
    public void onUndeclared(UndeclaredCookie cookie) {
        undeclared.add(cookie);
    }

    @Override
    public void onChoice(Preferences before, Preferences after) {
        choices.add(after);
    }

    void forget() {
        events.clear();
        undeclared.clear();
        choices.clear();
    }

    /** The names that an action was taken on, in order. */
    List<String> names(CookieEvent.Action action) {
        return events.stream()
                .filter(event -> event.action() == action)
                .map(CookieEvent::name)
                .toList();
    }
}
