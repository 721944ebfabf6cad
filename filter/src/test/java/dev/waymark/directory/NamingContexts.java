// SPDX-License-Identifier: Apache-2.0
package dev.waymark.directory;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.spi.InitialContextFactory;

/**
 * A JNDI of one thread: it finds what is bound to the thread's class loader. Named by {@code
 * java.naming.factory.initial}, which makes one with the public constructor.
 */
public final class NamingContexts implements InitialContextFactory {

    /** For JNDI. */
    public NamingContexts() {}

    /** A class loader to which names are bound. */
    static final class Names extends ClassLoader {

        private final Map<String, Object> bound = new ConcurrentHashMap<>();

        Names() {
            super(NamingContexts.class.getClassLoader());
        }

        void bind(String name, Object object) {
            bound.put(name, object);
        }
    }

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("lookup")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    Object found = Thread.currentThread().getContextClassLoader() instanceof Names names
                            ? names.bound.get((String) arguments[0])
                            : null;
                    if (found == null) {
                        throw new NameNotFoundException((String) arguments[0]);
                    }
                    return found;
                });
    }
}
