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

/// Tries each engine on this kernel.
std::vector<EngineAvailability> probeEngines();

struct EngineChoice {
    EngineKind used;
    std::vector<Refusal> refused;
};

/// The engine that was asked for, or for `Auto` the first of io_uring, libaio, sync that works, with the reasons
/// against the earlier ones. Throws JobError ENGINE_REFUSED when the kernel refuses an engine asked for by name.
EngineChoice chooseEngine(EngineKind requested);

/// Depth that the engine can have: 1 for sync and mmap.
uint32_t usableQueueDepth(EngineKind engine, uint32_t requested);

/// Must be called on the worker's thread: io_uring binds to it.
std::unique_ptr<Engine> makeEngine(EngineKind kind, const EngineContext& context);

}  // namespace ioproof
