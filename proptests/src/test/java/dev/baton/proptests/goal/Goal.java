package dev.baton.proptests.goal;

import java.time.Duration;
import java.util.List;

/** Something to be reached, and how it is measured. */
public interface Goal {
    /** What it is called. */
    String name();

    /** What is to be reached. */
    String aim();

    /** Takes about so long, and seeds what it tries with 1. */
    Measured measure(Duration budget);

    /** What came of it. */
    record Measured(Verdict verdict, String words) {
        static Measured of(boolean met, String words) {
            return new Measured(met ? Verdict.MET : Verdict.NOT_MET, words);
        }
    }

    /** Whether it was reached. */
    enum Verdict {
        MET("met"),
        NOT_MET("**not met**"),
        NOT_MEASURED("not measured");

        final String words;

        Verdict(String words) {
            this.words = words;
        }
    }

    /** All of them. */
    static List<Goal> all() {
        return List.of(
                new RingsGoal(),
                new BareSpeedGoal(),
                new EngineSpeedGoal(),
                new ExhaustiveGoal(),
                new TokensGoal(),
                new ShrinkingGoal(),
                new HistoryGoal(),
                new OwnPipelineGoal(),
                new FaultsGoal(),
                new SoundEngineGoal());
    }
}
