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

    /// Puts bytes into the memory of the GPU and others into the buffer of the host.
    void give(const Chain& chain, const Bytes& content) {
        std::byte* const buffer = chain.operations[0].data;
        std::copy(content.begin(), content.end(), buffer);
        engine().upload(chain, content.size());
        std::fill_n(buffer, content.size(), std::byte{0x3c});
    }

    /// What the GPU has of the chain's buffer, whatever was in that of the host.
    Bytes onGpu(const Chain& chain, size_t bytes) {
        std::byte* const buffer = chain.operations[0].data;
        std::fill_n(buffer, bytes, std::byte{0xee});
        engine().download(chain, bytes);
        return {buffer, buffer + bytes};
    }

private:
    JobSpec onDevice(JobSpec spec) {
        session_.useDeviceOf(0);
        return spec;
    }

    GpuSession session_;
    EngineRig rig_;
};

}  // namespace ioproof
