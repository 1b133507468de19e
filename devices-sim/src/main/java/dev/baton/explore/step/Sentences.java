package dev.baton.explore.step;

import dev.baton.explore.step.StepProgram.JobSteps;
import dev.baton.explore.step.StepProgram.Surroundings;
import dev.baton.sim.scenario.ProgramReader;
import dev.baton.sim.scenario.ProgramText;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.Sentence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Understands programs of files, and writes them: the words are those of {@link JobBuilder}. */
final class Sentences {
    private static final int DIGITS_MAX = 9;

    private static final Map<String, Op> OPS = Arrays.stream(Op.values())
            .filter(op -> op != Op.SUBMIT)
            .collect(Collectors.toMap(
                    op -> op.word, op -> op, (one, other) -> one, LinkedHashMap::new));

    private static final Map<String, Relation> RELATIONS = Arrays.stream(Relation.values())
            .collect(Collectors.toMap(relation -> relation.sign, relation -> relation));

    /** Where each step stands. */
    private final Map<Step, Sentence> places = new IdentityHashMap<>();

    private Sentences() {}

    static StepProgram program(ProgramText text) throws ScenarioException {
        return new Sentences().read(text);
    }

    private StepProgram read(ProgramText text) throws ScenarioException {
        List<JobSteps> jobs = new ArrayList<>();
        for (Map.Entry<String, List<Sentence>> job : text.jobs().entrySet()) {
            jobs.add(new JobSteps(job.getKey(), steps(job.getValue())));
        }
        List<Step> atEnd = new ArrayList<>();
        for (Sentence sentence : text.expected()) {
            atEnd.add(compared(Op.EXPECT, sentence, 0));
        }
        Surroundings around = new Surroundings(text.queues(), atEnd, text.dispatched());
        Stray stray = Stray.first(jobs, around).orElse(null);
        if (stray != null) {
            Sentence sentence = Objects.requireNonNull(places.get(stray.step()));
            throw sentence.unknown(stray.at() + 1, stray.known(), stray.noun());
        }
        try {
            return new StepProgram(text.title().text(), jobs, around);
        } catch (IllegalArgumentException e) { // a dispatcher cannot have it
            throw text.title().refused(String.valueOf(e.getMessage()));
        }
    }

    private List<Step> steps(List<Sentence> sentences) throws ScenarioException {
        List<Step> steps = new ArrayList<>();
        for (Sentence sentence : sentences) {
            Op op = sentence.known(0, OPS, "step");
            if (op == Op.WORK && sentence.words().size() == 2) {
                int times = number(sentence, 1);
                if (times < 1 || times > ProgramReader.STEPS_MAX) {
                    throw sentence.refused(
                            "work is done 1 to " + ProgramReader.STEPS_MAX + " times");
                }
                steps.addAll(Collections.nCopies(times, Step.of(Op.WORK)));
            } else {
                Step step = step(op, sentence);
                places.put(step, sentence);
                steps.add(step);
            }
        }
        return steps;
    }

    private Step step(Op op, Sentence sentence) throws ScenarioException {
        if (sentence.body().isEmpty() == (op == Op.WHEN)) {
            throw sentence.refused(
                    op == Op.WHEN
                            ? "when has steps that hang on it: when x = 1: [steps]"
                            : "no steps hang on " + op.word + "; they do on when");
        }
        if (op.compares()) {
            return compared(op, sentence, 1).with(steps(sentence.body()));
        }
        int names = op == Op.WORK ? 0 : op == Op.WAIT || op == Op.COPY ? 2 : 1;
        boolean counts = op == Op.SET || op == Op.ADD;
        sized(
                sentence,
                1 + names + (counts ? 1 : 0),
                op.word + " NAME".repeat(names) + (counts ? " NUMBER" : ""));
        List<String> objects = new ArrayList<>();
        for (int i = 1; i <= names; i++) {
            objects.add(name(sentence, i));
        }
        int value = counts ? number(sentence, 2) : 0;
        return new Step(op, objects, Relation.EQUAL, value, List.of());
    }

    private static Step compared(Op op, Sentence sentence, int at) throws ScenarioException {
        sized(sentence, at + 3, (at == 0 ? "" : op.word + " ") + "NAME RELATION NUMBER");
        Relation relation = sentence.known(at + 1, RELATIONS, "relation");
        int value = number(sentence, at + 2);
        return new Step(op, List.of(name(sentence, at)), relation, value, List.of());
    }

    private static void sized(Sentence sentence, int words, String form) throws ScenarioException {
        if (sentence.words().size() != words) {
            throw sentence.refused("it is written " + form);
        }
    }

    private static String name(Sentence sentence, int at) throws ScenarioException {
        try {
            return JobBuilder.checkedObject(sentence.words().get(at));
        } catch (IllegalArgumentException e) {
            throw sentence.refused(String.valueOf(e.getMessage()));
        }
    }

    private static int number(Sentence sentence, int at) throws ScenarioException {
        String word = sentence.words().get(at);
        if (!word.matches("-?[0-9]{1," + DIGITS_MAX + "}")) {
            throw sentence.refused("no whole number stands where one belongs");
        }
        return Integer.parseInt(word);
    }

    /** As it is read again. */
    static String yaml(StepProgram program) {
        Surroundings around = program.around();
        StringBuilder yaml = new StringBuilder("baton: 1\nprogram: " + plain(program.name()));
        yaml.append(around.dispatched() ? "\ndispatcher: true" : "");
        if (!around.capacities().isEmpty()) {
            yaml.append("\nqueues:");
            around.capacities().forEach((queue, capacity) -> line(yaml, queue, "" + capacity));
        }
        yaml.append("\njobs:");
        program.jobs().forEach(job -> line(yaml, job.name(), list(job.steps())));
        if (!around.atEnd().isEmpty()) {
            yaml.append("\nexpect: ")
                    .append(around.atEnd().stream()
                            .map(Step::comparison)
                            .map(Sentences::plain)
                            .collect(Collectors.joining(", ", "[", "]")));
        }
        return yaml.append('\n').toString();
    }

    private static void line(StringBuilder yaml, String key, String value) {
        yaml.append("\n  ").append(plain(key)).append(": ").append(value);
    }

    private static String list(List<Step> steps) {
        return steps.stream().map(Sentences::item).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String item(Step step) {
        List<String> words = new ArrayList<>(List.of(step.op().word));
        words.addAll(step.op().compares() ? List.of(step.comparison()) : step.objects());
        if (step.op() == Op.SET || step.op() == Op.ADD) {
            words.add(String.valueOf(step.value()));
        }
        String text = plain(String.join(" ", words));
        return step.op() == Op.WHEN ? "{" + text + ": " + list(step.body()) + "}" : text;
    }

    /** Quoted where YAML would take it for something else; no name holds what must be escaped. */
    private static String plain(String text) {
        return text.matches("\\w[^#]*(?<! )") ? text : '"' + text + '"';
    }
}
