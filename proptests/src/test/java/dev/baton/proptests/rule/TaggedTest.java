package dev.baton.proptests.rule;

import java.util.Set;

/**
 * A test and what it is tagged with, its class's tags included.
 *
 * @param file its source, seen from the repository's root
 * @param type its class with the package, nested classes behind a dollar sign
 * @param method its name
 * @param tags the rules and cases it tests
 */
record TaggedTest(String file, String type, String method, Set<String> tags) {
    /** As faults name tests. */
    String name() {
        return type + "#" + method;
    }

    String simpleType() {
        return type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
    }
}
