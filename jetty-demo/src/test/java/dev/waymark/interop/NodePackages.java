// SPDX-License-Identifier: Apache-2.0
package dev.waymark.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What npm installs beside the clients' drivers: two SDKs, an identity provider, and a Node that is new enough for them. */
final class NodePackages {

    private static final Duration LIMIT = Duration.ofMinutes(8);

    private NodePackages() {}

    /** The directory of the drivers. */
    static Path directory() {
        return Path.of(System.getProperty("waymark.clients", "src/clients")).toAbsolutePath();
    }

    /** The Node that was installed, where there is one for this machine; it is newer than what systems have. */
    static String node() {
        boolean isArm = System.getProperty("os.arch").equals("aarch64");
        Path installed = directory().resolve("node_modules/node-linux-" + (isArm ? "arm64" : "x64") + "/bin/node");
        return Files.isExecutable(installed) ? installed.toString() : Command.program("node");
    }

    /** Installs them, unless they are there in the versions that are wanted: npm writes its list last. */
    static void install() throws IOException, InterruptedException {
        Path wanted = directory().resolve("package-lock.json");
        Path installed = directory().resolve("node_modules/.package-lock.json");
        if (Files.exists(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) > 0) {
            return;
        }
        new Command(directory(), LIMIT, Command.program("npm"), "ci").run();
    }
}
