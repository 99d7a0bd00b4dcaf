// Engine gpu-copy by hand, on the stand-in of CUDA: what is in the memory of the GPU is asked for by download.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gpu/gpu_session.h"
#include "test/engine_rig.h"
#include "test/gpu_content.h"
#include "test/standin_rig.h"

namespace ioproof {

inline GpuOptions copyOptions() {
    return {.ordinals = {},
            .cudaLibrary = IOPROOF_STANDIN_CUDA,
            .cufileLibrary = {},
            .cufile = false,
            .compat = CufileCompat::Refuse};
}

inline JobSpec copySpec(CopyMode mode, uint32_t queueDepth, uint64_t blockSize = 4096) {
    JobSpec spec = engineSpec(EngineKind::GpuCopy, queueDepth);
    spec.memory = BufferMemory::Gpu;
    spec.copyMode = mode;
    setBlockSize(spec, blockSize);
    return spec;
}

/// The same for chains that open their file themselves.
inline JobSpec copySpec(CopyMode mode, uint32_t queueDepth, std::vector<OperationKind> operations) {
    JobSpec spec = engineSpec(EngineKind::GpuCopy, queueDepth, std::move(operations));
    spec.memory = BufferMemory::Gpu;
    spec.copyMode = mode;
    return spec;
}

class GpuCopyRig {
public:
    explicit GpuCopyRig(JobSpec spec, std::vector<int> files = {}, int openFlags = O_RDONLY | O_CLOEXEC,
                        BlockContent* content = nullptr)
        : session_(copyOptions()),
          rig_(onDevice(std::move(spec)), std::move(files), openFlags, 0, &session_, content) {}

    Engine& engine() { return rig_.engine(); }
    EngineRig& rig() { return rig_; }
    Chain& chain(uint32_t slot) { return rig_.chain(slot); }
    const GpuCounters& counters() { return *engine().gpuCounters(); }

    void give(const Chain& chain, const Bytes& content) { giveToGpu(engine(), chain, content); }
    Bytes onGpu(const Chain& chain, size_t bytes) { return bytesOnGpu(engine(), chain, bytes); }

private:
    JobSpec onDevice(JobSpec spec) {
        session_.useDeviceOf(0);
        return spec;
    }

    GpuSession session_;
    EngineRig rig_;
};

}  // namespace ioproof
