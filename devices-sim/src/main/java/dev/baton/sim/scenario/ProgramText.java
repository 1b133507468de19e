package dev.baton.sim.scenario;

import java.util.List;
import java.util.Map;

/**
 * A program of steps as a file has it: what its words mean is for others to say.
 *
 * @param title what it is called
 * @param story what it shows, or where it was met; may be empty
 * @param dispatched whether its jobs get what they take from a dispatcher
 * @param queues how much each bounded queue holds
 * @param jobs the steps of each, by its name
 * @param expected what must hold at the end
 * @since 0.1
 */
public record ProgramText(
        Sentence title,
        String story,
        boolean dispatched,
        Map<String, Integer> queues,
        Map<String, List<Sentence>> jobs,
        List<Sentence> expected) {}
