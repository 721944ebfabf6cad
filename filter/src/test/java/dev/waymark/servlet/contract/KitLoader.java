// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The world of one container: its JARs, Waymark's JAR, and the kit, and of all that is on the tests' class path nothing
 * else but the assertions. The kit is written for {@code jakarta.servlet} and Jetty's {@code ee10}; while its classes are
 * loaded, these names become the container's own, so that every container runs the very same scenarios.
 */
final class KitLoader extends URLClassLoader {

    private static final String KIT = KitLoader.class.getPackageName() + ".";

    private final Renaming renaming;

    /**
     * @param jars of the container and of Waymark
     * @param names prefixes of class names, with dots, and what stands in their place; the first that fits is taken
     */
    KitLoader(List<URL> jars, Map<String, String> names) {
        super(jars.toArray(URL[]::new), new Assertions());
        this.renaming = new Renaming(names);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(KIT)) {
            return super.findClass(name);
        }
        try (InputStream in = KitLoader.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(in).accept(new ClassRemapper(writer, renaming), 0);
            byte[] renamed = writer.toByteArray();
            return defineClass(name, renamed, 0, renamed.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static final class Renaming extends Remapper {

        private final Map<String, String> names;

        Renaming(Map<String, String> names) {
            super(ASM_API);
            this.names = names;
        }

        private static final int ASM_API = org.objectweb.asm.Opcodes.ASM9;

        @Override
        public String map(String internalName) {
            return renamed(internalName.replace('/', '.')).replace('.', '/');
        }

        /** The names of request attributes are constants that begin with the name of the API. */
        @Override
        public Object mapValue(Object value) {
            return value instanceof String text ? renamed(text) : super.mapValue(value);
        }

        private String renamed(String name) {
            return names.entrySet().stream()
                    .filter(entry -> name.startsWith(entry.getKey()))
                    .findFirst()
                    .map(entry ->
                            entry.getValue() + name.substring(entry.getKey().length()))
                    .orElse(name);
        }
    }

    /** The JDK and what tests are written with, whose errors are to be seen outside. */
    private static final class Assertions extends ClassLoader {

        private static final List<String> PACKAGES =
                List.of("org.assertj.", "net.bytebuddy.", "org.opentest4j.", "org.junit.");

        Assertions() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (PACKAGES.stream().noneMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return KitLoader.class.getClassLoader().loadClass(name);
        }
    }
}
