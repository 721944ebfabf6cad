// SPDX-License-Identifier: Apache-2.0
package dev.waymark.metrics;

import dev.waymark.config.LiveRules;
import java.lang.management.ManagementFactory;
import java.util.Hashtable;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The one class, with the bean's own, that a JVM without the module {@code java.management} cannot load. */
final class JmxRegistration {

    private static final String DOMAIN = "dev.waymark";

    /** More filters than that of one name are a leak. */
    private static final int MAX_SAME = 1000;

    private JmxRegistration() {}

    /** Registers a bean, and returns what takes it away again. */
    static Runnable register(LiveRules rules, String name, String filter) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        RulesBean bean = new RulesBean(rules);
        try {
            for (int i = 1; i <= MAX_SAME; i++) {
                ObjectName free = name(i == 1 ? name : name + "#" + i, filter);
                try {
                    server.registerMBean(bean, free);
                    return () -> unregister(server, free);
                } catch (InstanceAlreadyExistsException e) {
                    // The next number, then.
                }
            }
        } catch (JMException e) {
            throw new IllegalStateException(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
        throw new IllegalStateException("there are " + MAX_SAME + " beans of the name " + name);
    }

    private static ObjectName name(String name, String filter) throws JMException {
        // An ObjectName is made of one, and sorts it itself.
        @SuppressWarnings("JdkObsolete")
        Hashtable<String, String> keys = new Hashtable<>();
        keys.put("type", "Rules");
        keys.put("name", ObjectName.quote(name));
        keys.put("filter", ObjectName.quote(filter));
        return ObjectName.getInstance(DOMAIN, keys);
    }

    private static void unregister(MBeanServer server, ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // Somebody took it away by hand.
        } catch (JMException e) {
            throw new IllegalStateException(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }
}
