// Name → engine: which engines this kernel allows, why not the others, and making one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engines/engine.h"

namespace ioproof {

struct EngineAvailability {
    EngineKind kind;
    /// Empty when the engine can be used.
    std::string reason;
    /// Flags of the engine that were granted in a trial.
    std::vector<std::string> features;
};

/// Tries each engine on this kernel; of those on GPUs only whether their libraries are there.
std::vector<EngineAvailability> probeEngines();

struct EngineChoice {
    EngineKind used;
    std::vector<Refusal> refused;
};

/// The engine that was asked for, or for `Auto` the first of io_uring, libaio, sync that works, with the reasons
/// against the earlier ones; with memory of GPUs gpu-copy. Throws JobError ENGINE_REFUSED when the kernel refuses an
/// engine asked for by name. What the libraries of GPUs refuse, GpuSession tells.
EngineChoice chooseEngine(EngineKind requested, BufferMemory memory = BufferMemory::Host);

/// Depth that the engine can have: 1 for sync and mmap. A job has no deeper one for cufile than its mode can have.
uint32_t usableQueueDepth(EngineKind engine, uint32_t requested);

/// Must be called on the worker's thread: io_uring binds to it.
std::unique_ptr<Engine> makeEngine(EngineKind kind, const EngineContext& context);

}  // namespace ioproof
