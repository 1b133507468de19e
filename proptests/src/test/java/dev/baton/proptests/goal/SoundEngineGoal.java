package dev.baton.proptests.goal;

import dev.baton.proptests.fault.SoundSearch;

import java.time.Duration;

/** G25: the kit raises no alarm where there is no fault. */
final class SoundEngineGoal implements Goal {
    private static final long SCHEDULES_MIN = 10_000_000;

    @Override
    public String name() {
        return "G25";
    }

    @Override
    public String aim() {
        return "no alarm by the engine as it is in 10^7 schedules";
    }

    @Override
    public Measured measure(Duration budget) {
        SoundSearch search = SoundSearch.of(1, SCHEDULES_MIN, budget);
        boolean silent = search.alarms().isEmpty();
        return Measured.of(
                silent && search.schedules() >= SCHEDULES_MIN,
                (silent ? "none in " : "an alarm within ") + search.inWords());
    }
}
