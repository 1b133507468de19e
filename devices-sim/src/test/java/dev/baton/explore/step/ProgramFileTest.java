package dev.baton.explore.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.baton.sim.scenario.ProgramReader;
import dev.baton.sim.scenario.ScenarioException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class ProgramFileTest {
    private static StepProgram read(String yaml) throws IOException, ScenarioException {
        byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
        return StepProgram.of(ProgramReader.read("f", new ByteArrayInputStream(bytes)));
    }

    @Test
    void everyStepIsReadAgainAsItIsWritten() throws Exception {
        StepProgram program = StepProgram.named("@every step #1")
                .queue("q#2", 3)
                .job(
                        "- a",
                        job -> job.take("A")
                                .takeShared("B")
                                .lock("l")
                                .work(2)
                                .waitFor("c", "l")
                                .unlock("l")
                                .release("A"))
                .job("#b", job -> job.signal("c").signalAll("c").put("q#2").get("q#2"))
                .job(
                        "null",
                        job -> job.set("x", -1)
                                .add("x", 2)
                                .copy("x", "y")
                                .await("y", Relation.AT_LEAST, 0)
                                .when(
                                        "x",
                                        Relation.LESS,
                                        0,
                                        then -> then.when(
                                                "y", Relation.NOT_EQUAL, 1, more -> more.work())))
                .expect("x", Relation.EQUAL, 1)
                .build();

        assertThat(read(program.yaml()).source()).isEqualTo(program.source());
    }

    @Test
    void dispatcherIsKept() throws Exception {
        StepProgram program = Rings.of(3, 1).onDispatcher();

        assertThat(read(program.yaml()).source()).isEqualTo(program.source());
    }

    @Test
    void jobsThatDoTheSameAreWrittenOnce() throws Exception {
        assertThat(read("{baton: 1, program: p, jobs: {w * 2: [work 2]}}").source())
                .contains("\"w 1\", job -> job.work().work()", "\"w 2\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{baton: 2, program: p, jobs: {}} | 1:9: baton: version 2 of the format;",
                "{baton: 1, program: p} | 1:1: a program needs the key 'jobs'",
                "{baton: 1, program: p, job: {}} | 1:24: a program has no key 'job'; did you mean 'jobs'?",
                "{baton: 1, program: 'p/q', jobs: {}} | 1:21: program: 'p/q' is no name;",
                "{baton: 1, program: p, jobs: {a: [tak x]}} | 1:35: a: 'tak' is no step; did you mean 'take'?",
                "{baton: 1, program: p, jobs: {a: [take]}} | 1:35: a: it is written take NAME",
                "{baton: 1, program: p, jobs: {a: [take x y]}} | 1:35: a: it is written take NAME",
                "{baton: 1, program: p, jobs: {a: [copy x]}} | 1:35: a: it is written copy NAME NAME",
                "{baton: 1, program: p, jobs: {a: [take x/y]}} | 1:35: a: no name:",
                "{baton: 1, program: p, jobs: {a: [set x 1e9]}} | 1:35: a: no whole number stands",
                "{baton: 1, program: p, jobs: {a: [set x 9999999999]}} | 1:35: a: no whole number stands",
                "{baton: 1, program: p, jobs: {a: [await x == 1]}} | 1:35: a: '==' is no relation",
                "{baton: 1, program: p, jobs: {a: [when x = 1]}} | 1:35: a: when has steps that hang on it",
                "{baton: 1, program: p, jobs: {a: [{take x: [work]}]}} | 1:35: a: no steps hang on take;",
                "{baton: 1, program: p, jobs: {a: [work 1025]}} | 1:35: a: work is done 1 to 1024 times",
                "{baton: 1, program: p, jobs: {a * 257: [work]}} | 1:40: a * 257: more than 256 jobs",
                "{baton: 1, program: p, jobs: {a 1: [work], a * 2: [work]}} | 1:51: a * 2: the job 'a 1' again",
                "{baton: 1, program: p, jobs: {a: [work, unlock x]}} | 1:41: a: 'x' is no buffer or lock that the job has here; there is none",
                "{baton: 1, program: p, jobs: {a: [lock x, unlock y]}} | 1:43: a: 'y' is no buffer or lock that the job has here; did you mean 'x'?",
                "{baton: 1, program: p, jobs: {a: [lock x], b: [lock m, waitFor c x]}} | 1:56: b: 'x' is no buffer or lock that the job has here; did you mean 'm'?",
                "{baton: 1, program: p, jobs: {a: [when x = 1: [release x]]}} | 1:48: when x = 1: 'x' is no buffer or lock",
                "{baton: 1, program: p, queues: {q: 1}, jobs: {a: [put r]}} | 1:51: a: 'r' is no queue that is declared; did you mean 'q'?",
                "{baton: 1, program: p, queues: {q: 0}, jobs: {}} | 1:36: q: 0 is not from 1 to",
                "{baton: 1, program: p, dispatcher: maybe, jobs: {}} | 1:36: dispatcher: 'maybe' is no answer",
                "{baton: 1, program: p, dispatcher: true, jobs: {a: [lock l, waitFor c l]}} | 1:21: program: job a: what",
                "{baton: 1, program: p, jobs: {}, expect: [x]} | 1:43: expect: it is written NAME RELATION NUMBER",
            })
    void whatIsNoProgramIsRefusedWithItsPlace(String yaml, String line) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ScenarioException.class)
                .extracting(e -> e.getMessage().replace('"', '\''), STRING)
                .startsWith("f:" + line);
    }
}
