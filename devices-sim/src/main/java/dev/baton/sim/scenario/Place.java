package dev.baton.sim.scenario;

import dev.baton.sim.refusal.Quoted;

/** Where something stands in a file; lines and columns count from 1. */
record Place(String file, int line, int column) {
    /** The whole file. */
    static Place startOf(String file) {
        return new Place(file, 1, 1);
    }

    ScenarioException refused(String why) {
        return new ScenarioException(Quoted.plain(file) + ":" + line + ":" + column, why);
    }
}
