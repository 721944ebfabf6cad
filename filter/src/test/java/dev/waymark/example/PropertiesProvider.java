// SPDX-License-Identifier: Apache-2.0
package dev.waymark.example;

import dev.waymark.spi.Directory;
import dev.waymark.spi.DirectoryProvider;
import dev.waymark.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;

/** {@code {"type": "properties", "file": "homes.properties"}}: a file of lines like {@code ada = hist}. */
public final class PropertiesProvider implements DirectoryProvider {

    @Override
    public String type() {
        return "properties";
    }

    @Override
    public Directory open(Settings settings) {
        Path file = settings.file("file");
        PropertiesDirectory directory = new PropertiesDirectory(file, settings::whyNot);
        try {
            directory.refresh();
        } catch (IOException e) {
            settings.problem("file", String.valueOf(e.getMessage()));
        }
        return directory;
    }
}
