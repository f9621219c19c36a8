package org.consent4j.spring;

import io.micrometer.context.ThreadLocalAccessor;
import org.consent4j.ConsentExchange;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context propagation carry {@link ConsentContext} from thread to thread; it finds it by itself.
 */
public final class ConsentThreadLocalAccessor implements ThreadLocalAccessor<ConsentExchange> {

    /** The key under which it is registered. */
    public static final String KEY = "org.consent4j.ConsentExchange";

    /** Called by the service loader. */
    public ConsentThreadLocalAccessor() {}

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable ConsentExchange getValue() {
        return ConsentContext.find();
    }

    @Override
    public void setValue(ConsentExchange value) {
        ConsentContext.set(value);
    }

    @Override
    public void setValue() {
        ConsentContext.set(null);
    }
}
