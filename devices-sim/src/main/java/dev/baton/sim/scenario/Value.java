package dev.baton.sim.scenario;

import dev.baton.sim.Worded;
import dev.baton.sim.refusal.Quoted;
import dev.baton.sim.refusal.Suggestion;
import dev.baton.sim.scenario.Quantity.UnreadableException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value of a scenario file, behind its key. Each method reads it as one thing, or refuses it with
 * its place, its key and what it should have been.
 */
final class Value {
    /** Of what is declared. */
    static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    private static final int DIGITS_MAX = 15;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})x([1-9][0-9]{0,8})");

    private final String key;
    private final Node node;

    Value(String key, Node node) {
        this.key = key;
        this.node = node;
    }

    String key() {
        return key;
    }

    ScenarioException refused(String why) {
        return node.place().refused(key.isEmpty() ? why : Quoted.plain(key) + ": " + why);
    }

    /** What it says; also of numbers. */
    String text() throws ScenarioException {
        if (!(node instanceof Node.Scalar scalar)) {
            throw refused("one value belongs here, not a collection");
        }
        if (scalar.text().isEmpty()) {
            throw refusedAs("");
        }
        return scalar.text();
    }

    private ScenarioException refusedAs(String wrongKind) {
        boolean empty = node instanceof Node.Scalar scalar && scalar.text().isEmpty();
        return refused(empty ? "nothing stands here" : wrongKind);
    }

    boolean isText() {
        return node instanceof Node.Scalar;
    }

    /** Keys and values, of which only some are known. */
    YamlMap map(String owner, Collection<String> known) throws ScenarioException {
        YamlMap map = map(owner);
        map.refuseOthersThan(owner, known);
        return map;
    }

    /** As above, where the values tell which keys are known. */
    YamlMap map(String owner) throws ScenarioException {
        if (!(node instanceof Node.Mapping mapping)) {
            throw refusedAs(owner + " is written as keys with values, such as {key: value}");
        }
        return new YamlMap(this, owner, mapping);
    }

    /** What the file declares here, by the names it gives. */
    Map<String, Value> declared(String noun, int countMax) throws ScenarioException {
        if (!(node instanceof Node.Mapping mapping)) {
            throw refusedAs("names belong here, each with its " + noun);
        }
        refuseMore(mapping.entries().size(), countMax);
        Map<String, Value> declared = new LinkedHashMap<>();
        for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
            String name = name(entry.getKey(), entry.getValue().key());
            declared.put(name, new Value(name, entry.getValue().value()));
        }
        return declared;
    }

    /** What stands here behind keys that are the file's own. */
    List<Map.Entry<String, Value>> entries(String noun, int countMax) throws ScenarioException {
        if (!(node instanceof Node.Mapping mapping)) {
            throw refusedAs("names belong here, each with its " + noun);
        }
        refuseMore(mapping.entries().size(), countMax);
        List<Map.Entry<String, Value>> entries = new ArrayList<>();
        mapping.entries()
                .forEach((name, entry) ->
                        entries.add(Map.entry(name, new Value(name, entry.value()))));
        return entries;
    }

    /** A name that is declared here. */
    String name() throws ScenarioException {
        return name(text(), node.place());
    }

    private static String name(String name, Place place) throws ScenarioException {
        if (name.length() > Limits.NAME_CHARS_MAX || !NAME.matcher(name).matches()) {
            throw place.refused(Quoted.of(name) + " is no name; one begins with a letter and has"
                    + " letters, digits, - and _ only, at most " + Limits.NAME_CHARS_MAX);
        }
        return name;
    }

    /** A list; a single value stands for a list of one. */
    List<Value> items(int countMax) throws ScenarioException {
        if (node instanceof Node.Scalar) {
            text();
            return List.of(this);
        }
        if (!(node instanceof Node.Sequence sequence)) {
            throw refused("a list belongs here, such as [a, b]");
        }
        refuseMore(sequence.items().size(), countMax);
        List<Value> items = new ArrayList<>();
        for (Node item : sequence.items()) {
            items.add(new Value(key, item));
        }
        return items;
    }

    private void refuseMore(int count, int countMax) throws ScenarioException {
        if (count > countMax) {
            throw refused(count + " of them; at most " + countMax + " are taken");
        }
    }

    long number(long min, long max) throws ScenarioException {
        String text = text();
        if (quoted() || !WHOLE_NUMBER.matcher(text).matches()) {
            throw refused(shown() + " is no whole number");
        }
        if (text.length() > DIGITS_MAX) {
            throw refused(shown() + " has too many digits");
        }
        long number = Long.parseLong(text);
        if (number < min || number > max) {
            throw refused(number + " is not from " + min + " to " + max);
        }
        return number;
    }

    int count(int min, int max) throws ScenarioException {
        return (int) number(min, max);
    }

    long quantity(Quantity quantity, long min, long max) throws ScenarioException {
        String text = text();
        try {
            long number = quantity.parse(text);
            if (number < min || number > max) {
                throw refused(shown() + " is not from " + quantity.words(min) + " to "
                        + quantity.words(max));
            }
            return number;
        } catch (UnreadableException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    long duration(long minNanos) throws ScenarioException {
        return quantity(Quantity.DURATION, minNanos, Limits.NANOS_MAX);
    }

    Size size() throws ScenarioException {
        Matcher matcher = SIZE.matcher(text());
        if (!matcher.matches()) {
            throw refused(shown() + " is no width and height, such as 64x36");
        }
        Size size =
                new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (Math.max(size.width(), size.height()) > Limits.SIDE_PIXELS_MAX) {
            throw refused(size + " is larger than " + Limits.SIDE_PIXELS_MAX + " pixels");
        }
        return size;
    }

    /** One of an enum's words. */
    <E extends Enum<E>> E word(Class<E> type) throws ScenarioException {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            words.put(Worded.of(constant), constant);
        }
        return known(words, "word for this");
    }

    /** What this refers to. */
    <T> T known(Map<String, T> known, String noun) throws ScenarioException {
        T found = known.get(text());
        if (found == null) {
            throw refused(shown() + " is no " + noun + Suggestion.among(text(), known.keySet()));
        }
        return found;
    }

    /** For a refusal. */
    String shown() throws ScenarioException {
        return Quoted.of(text());
    }

    boolean quoted() {
        return node instanceof Node.Scalar scalar && scalar.quoted();
    }
}
