package dev.baton.sim.scenario;

import dev.baton.sim.scenario.Quantity.UnreadableException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code expect}. */
final class ExpectSection {
    private static final Pattern BOUND = Pattern.compile("(>=|<=|>|<) ?([^ ]+)");
    private static final Pattern RANGE = Pattern.compile("([^ ]+?)\\.\\.([^ ]+)");
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,12}");

    private ExpectSection() {}

    static List<Expectation> read(@Nullable Value value) throws ScenarioException {
        Map<String, Measure> measures = new LinkedHashMap<>();
        Arrays.stream(Measure.values()).forEach(it -> measures.put(it.word(), it));
        List<Expectation> expectations = new ArrayList<>();
        if (value != null) {
            YamlMap map = value.map("what is expected", measures.keySet());
            for (String key : map.keys()) {
                expectations.add(
                        expectation(Objects.requireNonNull(measures.get(key)), map.get(key)));
            }
        }
        if (expectations.stream().noneMatch(it -> it.measure() == Measure.DEADLOCK)) {
            expectations.add(new Expectation(Measure.DEADLOCK, 0, 0, "false"));
        }
        return List.copyOf(expectations);
    }

    private static Expectation expectation(Measure measure, Value value) throws ScenarioException {
        String text = value.text();
        Matcher bound = BOUND.matcher(text);
        if (measure.unit() != Measure.Unit.TRUTH && bound.matches()) {
            return bound(measure, bound.group(1), value);
        }
        Matcher range = RANGE.matcher(text);
        long min = number(measure, range.matches() ? range.group(1) : text, value);
        long max = range.matches() ? number(measure, range.group(2), value) : min;
        if (min > max) {
            throw value.refused(value.shown() + " ends before it begins");
        }
        return new Expectation(measure, min, max, text);
    }

    private static Expectation bound(Measure measure, String relation, Value value)
            throws ScenarioException {
        String text = value.text();
        String limit = text.substring(relation.length()).strip();
        long number = number(measure, limit, value);
        long strict = relation.endsWith("=") ? 0 : 1;
        return relation.startsWith(">")
                ? new Expectation(measure, number + strict, Long.MAX_VALUE, text)
                : new Expectation(measure, 0, number - strict, text);
    }

    private static long number(Measure measure, String text, Value value) throws ScenarioException {
        return switch (measure.unit()) {
            case TRUTH -> truth(text, value);
            case DURATION -> duration(text, value);
            case COUNT -> count(text, value);
        };
    }

    private static long truth(String text, Value value) throws ScenarioException {
        if (value.quoted() || (!text.equals("true") && !text.equals("false"))) {
            throw value.refused(value.shown() + " is neither true nor false");
        }
        return text.equals("true") ? 1 : 0;
    }

    private static long duration(String text, Value value) throws ScenarioException {
        try {
            long nanos = Quantity.DURATION.parse(text);
            if (nanos >= 0 && nanos <= Limits.NANOS_MAX) {
                return nanos;
            }
            throw value.refused(value.shown() + " is out of bounds");
        } catch (UnreadableException e) {
            throw value.refused(e.getMessage() + "; a condition is a duration, such as"
                    + " 5ms, \"< 5ms\" or 1ms..5ms");
        }
    }

    private static long count(String text, Value value) throws ScenarioException {
        if (!COUNT.matcher(text).matches()) {
            throw value.refused(value.shown() + " is no condition; write a number, \">= 10\","
                    + " \"< 10\" or 1..10");
        }
        return Long.parseLong(text);
    }
}
