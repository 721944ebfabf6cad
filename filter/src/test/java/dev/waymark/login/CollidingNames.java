// SPDX-License-Identifier: Apache-2.0
package dev.waymark.login;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Names that a sum of characters times powers of 33 takes for one, as Jackson's table of names does. */
final class CollidingNames {

    private CollidingNames() {}

    /** Members of an object with as many such names, each behind a comma. */
    static String members(int count) {
        List<String> names = new ArrayList<>(List.of(""));
        while (names.size() < count) {
            List<String> longer = new ArrayList<>();
            // 33 * 'b' + '!' is 33 * 'a' + 'B'.
            names.forEach(name -> longer.addAll(List.of(name + "b!", name + "aB")));
            names = longer;
        }
        return names.stream().limit(count).map(name -> ",\"" + name + "\":1").collect(Collectors.joining());
    }
}
