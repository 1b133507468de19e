package dev.baton.sim.scenario;

import dev.baton.sim.refusal.Quoted;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.Event.ID;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One YAML document as nodes: mappings with texts as keys, sequences and texts. Made from the
 * parser's events, so no object is ever constructed from a tag, and nothing is read further than the
 * first thing refused: an alias, an anchor, a tag, a key twice, too deep nesting.
 */
final class YamlFile {
    /** What the parser says may quote the file. */
    private static final int PROBLEM_CHARS_MAX = 160;

    /** What the parser says in its own words, and what to do about it. */
    private static final Map<String, String> ADVICE = Map.of(
            "mapping values are not allowed here",
            "a \": \" within a value, or a key that is indented otherwise than those before it; a"
                    + " value with \": \" in it stands in quotes",
            "could not find expected ':'",
            "a key and its value are written as key: value, with a space behind the colon",
            "cannot start any token",
            "no value begins so; indent with spaces, and put such a value in quotes",
            "expected <block end>",
            "this is indented otherwise than what comes before it, or a key among the items of a list",
            "expected ',' or '}'",
            "a \"{\" before this is not closed by \"}\", or a comma is missing",
            "expected ',' or ']'",
            "a \"[\" before this is not closed by \"]\", or a comma is missing");

    private final String file;
    private final Iterator<Event> events;
    private Place last;

    /** The last text in quotes that goes over several lines: mostly it was to end earlier. */
    private @Nullable ScalarEvent spanning;

    private int depth;

    private YamlFile(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Limits.FILE_BYTES_MAX);
        this.file = file;
        this.last = Place.startOf(file);
        this.events = new Yaml(options).parse(new StringReader(text)).iterator();
    }

    static Node read(String file, String text) throws ScenarioException {
        return new YamlFile(file, text).document();
    }

    private Event next() throws ScenarioException {
        try {
            Event event = events.next();
            last = place(event);
            if (event instanceof ScalarEvent scalar && isQuotedOverLines(scalar)) {
                spanning = scalar;
            }
            return event;
        } catch (MarkedYAMLException e) {
            refuseOpenQuote(e);
            throw place(e).refused("no YAML: " + Quoted.cut(problem(e), PROBLEM_CHARS_MAX));
        } catch (YAMLException | NumberFormatException e) { // the latter of "\\UFFFFFFFF"
            throw last.refused("no YAML that can be read, behind this");
        }
    }

    private static boolean isQuotedOverLines(ScalarEvent scalar) {
        boolean quoted = scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                || scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
        return quoted && scalar.getStartMark().getLine() < scalar.getEndMark().getLine();
    }

    /** A quote that is not closed ends at the next one, if there is any: what stands there is no YAML. */
    private void refuseOpenQuote(MarkedYAMLException e) throws ScenarioException {
        Mark problem = e.getProblemMark();
        Mark context = e.getContextMark();
        if (problem == null) {
            return;
        }
        if (context != null
                && String.valueOf(e.getContext()).endsWith("quoted scalar")
                && context.getLine() < problem.getLine()) {
            throw place(context).refused("no YAML: the quote that opens here is not closed");
        }
        if (spanning != null && spanning.getEndMark().getLine() == problem.getLine()) {
            throw refused(
                    spanning,
                    "no YAML: the quote that opens here is closed in line "
                            + (problem.getLine() + 1) + " only; is one missing before?");
        }
    }

    private Node document() throws ScenarioException {
        next(); // the stream's start
        Event start = next();
        if (start.is(ID.StreamEnd)) {
            throw Place.startOf(file).refused("empty; a scenario begins with baton: 1");
        }
        if (((DocumentStartEvent) start).getTags() != null
                && !((DocumentStartEvent) start).getTags().isEmpty()) {
            throw refused(start, "a scenario has no tags");
        }
        Node root = node(next());
        next(); // the document's end
        Event end = next();
        if (!end.is(ID.StreamEnd)) {
            throw refused(end, "a second document; a file holds one scenario");
        }
        return root;
    }

    private Node node(Event event) throws ScenarioException {
        if (event instanceof AliasEvent) {
            throw refused(event, "an alias; write out what it stands for");
        }
        if (((NodeEvent) event).getAnchor() != null) {
            throw refused(event, "an anchor; nothing may refer to it");
        }
        Place place = place(event);
        if (event instanceof ScalarEvent scalar) {
            refuseTag(event, scalar.getTag());
            return new Node.Scalar(
                    place, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
        }
        refuseTag(event, ((CollectionStartEvent) event).getTag());
        if (++depth > Limits.NESTING_MAX) {
            throw refused(event, "nested more than " + Limits.NESTING_MAX + " deep");
        }
        Node node = event.is(ID.MappingStart) ? mapping(place) : sequence(place);
        depth--;
        return node;
    }

    private Node sequence(Place place) throws ScenarioException {
        List<Node> items = new ArrayList<>();
        for (Event item = next(); !item.is(ID.SequenceEnd); item = next()) {
            items.add(node(item));
        }
        return new Node.Sequence(place, items);
    }

    private Node mapping(Place place) throws ScenarioException {
        LinkedHashMap<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Event item = next(); !item.is(ID.MappingEnd); item = next()) {
            if (!(node(item) instanceof Node.Scalar key)) {
                throw refused(item, "a key is a word, not a collection");
            }
            Event next = next();
            refuseGlued(key, next);
            Node.Entry entry = new Node.Entry(key.place(), node(next));
            Node.Entry before = entries.putIfAbsent(key.text(), entry);
            if (before != null) {
                throw key.place()
                        .refused("the key " + Quoted.of(key.text()) + " again; it stands in line "
                                + before.key().line() + " already");
            }
        }
        return new Node.Mapping(place, entries);
    }

    /** In braces, {@code {kind:gpu}} is a key without a value. */
    private static void refuseGlued(Node.Scalar key, Event next) throws ScenarioException {
        boolean empty = next instanceof ScalarEvent scalar && scalar.getValue().isEmpty();
        if (empty && !key.quoted() && key.text().contains(":")) {
            throw key.place().refused(Quoted.of(key.text()) + " lacks a space behind the colon");
        }
    }

    private void refuseTag(Event event, @Nullable String tag) throws ScenarioException {
        if (tag != null) {
            throw refused(event, "a tag, " + Quoted.of(tag) + "; a scenario has none");
        }
    }

    private ScenarioException refused(Event event, String why) {
        return place(event).refused(why);
    }

    private Place place(Event event) {
        return place(event.getStartMark());
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Of a key without its colon, the parser shows what comes after it. */
    private Place place(MarkedYAMLException e) {
        boolean isKey = e.getContext() != null && e.getContext().endsWith("a simple key");
        Mark mark = isKey ? e.getContextMark() : e.getProblemMark();
        return mark == null ? last : place(mark);
    }

    private static String problem(MarkedYAMLException e) {
        String problem = Objects.requireNonNullElse(e.getProblem(), "it cannot be understood");
        for (Map.Entry<String, String> advice : ADVICE.entrySet()) {
            if (problem.contains(advice.getKey())) {
                return advice.getValue();
            }
        }
        return e.getContext() == null ? problem : e.getContext() + ", " + problem;
    }
}
