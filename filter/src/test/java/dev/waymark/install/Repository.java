// SPDX-License-Identifier: Apache-2.0
package dev.waymark.install;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of this repository, whose paths the documentation names. */
final class Repository {

    /** Tests run in the folder of their module. */
    static final Path ROOT = root();

    private Repository() {}

    private static Path root() {
        Path root = Path.of("").toAbsolutePath().getParent();
        if (!Files.isRegularFile(root.resolve("docs/install.md"))) {
            throw new IllegalStateException(root + " is not the folder of the repository");
        }
        return root;
    }
}
