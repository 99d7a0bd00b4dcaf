// The list of engines.
#include "engines/engine_registry.h"

#include "core/io_error.h"
#include "engines/aio_engine.h"
#include "engines/cufile_engine.h"
#include "engines/gpu_copy_engine.h"
#include "engines/mmap_engine.h"
#include "engines/null_engine.h"
#include "engines/sync_engine.h"
#include "engines/uring_engine.h"
#include "gpu/cuda_library.h"
#include "gpu/cufile_library.h"

namespace ioproof {
namespace {

std::string refusalOf(EngineKind kind) {
    if (kind == EngineKind::IoUring) return UringRing::refusal();
    if (kind == EngineKind::Libaio) return AioEngine::refusal();
    return {};
}

/// Opens the libraries and nothing else: that a GPU works, only a job or a probe of its own can tell.
std::string missingLibraryOf(EngineKind kind) {
    if (kind != EngineKind::Cufile && kind != EngineKind::GpuCopy) return {};
    try {
        const CudaLibrary cuda("");
        if (kind == EngineKind::Cufile) const CufileLibrary cufile("");
        return {};
    } catch (const JobError& missing) {
        return missing.what();
    }
}

std::vector<std::string> uringFeatures() {
    try {
        return UringRing({.entries = 2, .sqPoll = false, .ioPoll = false}).features();
    } catch (const JobError&) {
        return {};
    }
}

}  // namespace

std::vector<EngineAvailability> probeEngines() {
    std::vector<EngineAvailability> all;
    for (const auto kind : {EngineKind::Null, EngineKind::Sync, EngineKind::IoUring, EngineKind::Libaio,
                            EngineKind::Mmap, EngineKind::Cufile, EngineKind::GpuCopy}) {
        EngineAvailability availability{
            .kind = kind, .reason = refusalOf(kind) + missingLibraryOf(kind), .features = {}};
        if (kind == EngineKind::IoUring && availability.reason.empty()) availability.features = uringFeatures();
        all.push_back(std::move(availability));
    }
    return all;
}

EngineChoice chooseEngine(EngineKind requested, BufferMemory memory) {
    if (requested == EngineKind::Auto && memory == BufferMemory::Gpu)
        return {.used = EngineKind::GpuCopy, .refused = {}};
    if (requested != EngineKind::Auto) {
        const std::string reason = refusalOf(requested);
        if (!reason.empty()) throw JobError("ENGINE_REFUSED", std::string(nameOf(requested)) + ": " + reason);
        return {.used = requested, .refused = {}};
    }
    EngineChoice choice{.used = EngineKind::Sync, .refused = {}};
    for (const auto kind : {EngineKind::IoUring, EngineKind::Libaio}) {
        std::string reason = refusalOf(kind);
        if (reason.empty()) {
            choice.used = kind;
            return choice;
        }
        choice.refused.push_back({std::string(nameOf(kind)), std::move(reason)});
    }
    return choice;
}

uint32_t usableQueueDepth(EngineKind engine, uint32_t requested) {
    return engine == EngineKind::Sync || engine == EngineKind::Mmap ? 1 : requested;
}

std::unique_ptr<Engine> makeEngine(EngineKind kind, const EngineContext& context) {
    switch (kind) {
        case EngineKind::Null: return std::make_unique<NullEngine>(context);
        case EngineKind::IoUring: return std::make_unique<UringEngine>(context);
        case EngineKind::Libaio: return std::make_unique<AioEngine>(context);
        case EngineKind::Cufile: return makeCufileEngine(context);
        case EngineKind::GpuCopy: return makeGpuCopyEngine(context);
        case EngineKind::Mmap: return std::make_unique<MmapEngine>(context);
        default: return std::make_unique<SyncEngine>(context);
    }
}

}  // namespace ioproof
