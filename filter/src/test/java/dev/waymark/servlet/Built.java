// SPDX-License-Identifier: Apache-2.0
package dev.waymark.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What the build made, for the integration tests that look at it as its users do. */
final class Built {

    static final Path STANDALONE = built("waymark.standalone.jar");
    static final Path STANDALONE_JAVAX = built("waymark.standalone-javax.jar");
    static final Path OVERLAY = built("waymark.overlay.war");
    static final Path OVERLAY_JAVAX = built("waymark.overlay-javax.war");

    private Built() {}

    private static Path built(String property) {
        return Path.of(System.getProperty(property));
    }

    /** The files in an archive. Directories are left out. */
    static Map<String, byte[]> files(InputStream archive) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory() && files.put(entry.getName(), zip.readAllBytes()) != null) {
                    throw new IOException(entry.getName() + " is there twice");
                }
            }
        }
        return files;
    }

    static List<String> classes(Map<String, byte[]> files) {
        return files.keySet().stream().filter(name -> name.endsWith(".class")).toList();
    }
}
