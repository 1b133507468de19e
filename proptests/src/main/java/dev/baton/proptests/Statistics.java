package dev.baton.proptests;

import dev.baton.sim.fault.Fault;
import dev.baton.sim.scenario.FaultSpec;
import dev.baton.sim.scenario.Scenario;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the tries of a property ran, and the faults among what was generated for them.
 *
 * @param counts of the dispatchers
 * @param faults how many of each kind there were among the parameters
 */
record Statistics(Counts counts, Map<Fault, Long> faults) {
    static final Statistics NONE = new Statistics(Counts.NONE, Map.of());

    Statistics plus(Optional<Counts> more, List<Object> parameters) {
        Map<Fault, Long> all = new TreeMap<>(faults);
        parameters.stream()
                .flatMap(Statistics::faultsOf)
                .forEach(fault -> all.merge(fault.kind(), 1L, Long::sum));
        return new Statistics(counts.plus(more.orElse(Counts.NONE)), all);
    }

    private static Stream<FaultSpec> faultsOf(Object parameter) {
        if (parameter instanceof Scenario scenario) {
            return scenario.faults().stream();
        }
        if (parameter instanceof Collection<?> many) {
            return many.stream().flatMap(Statistics::faultsOf);
        }
        return parameter instanceof FaultSpec fault ? Stream.of(fault) : Stream.empty();
    }

    boolean isEmpty() {
        return counts.tries() == 0 && faults.isEmpty();
    }

    String inWords() {
        String words = faults.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().word())
                .collect(Collectors.joining(", "));
        return (counts.tries() == 0 ? "" : counts.inWords() + "; ") + "faults generated: "
                + (words.isEmpty() ? "none" : words);
    }
}
