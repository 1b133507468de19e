package dev.baton.sim.scenario;

import java.util.LinkedHashMap;
import java.util.List;

/** What a YAML file consists of, and where each part stands. */
sealed interface Node {
    Place place();

    /** A text; unquoted ones may be numbers, true or false. */
    record Scalar(Place place, String text, boolean quoted) implements Node {}

    record Sequence(Place place, List<Node> items) implements Node {}

    record Mapping(Place place, LinkedHashMap<String, Entry> entries) implements Node {}

    /** What stands behind a key. */
    record Entry(Place key, Node value) {}
}
