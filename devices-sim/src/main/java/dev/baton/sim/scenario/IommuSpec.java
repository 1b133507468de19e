package dev.baton.sim.scenario;

/**
 * An IOMMU that devices reach memory through.
 *
 * @param name by which devices name it
 * @param addressBytes how much of memory it can map at once
 * @since 0.1
 */
public record IommuSpec(String name, long addressBytes) {}
