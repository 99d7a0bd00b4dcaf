// Engine cufile by hand, on the stand-ins of both libraries: what is in the memory of the GPU is asked for by download.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "core/file_descriptor.h"
#include "gpu/gpu_session.h"
#include "test/engine_rig.h"
#include "test/gpu_content.h"
#include "test/standin_script.h"

namespace ioproof {

inline GpuOptions cufileOptions(CufileCompat compat) {
    return {.ordinals = {},
            .cudaLibrary = IOPROOF_STANDIN_CUDA,
            .cufileLibrary = IOPROOF_STANDIN_CUFILE,
            .cufile = true,
            .compat = compat};
}

struct CufileCase {
    CufileMode mode;
    uint32_t queueDepth;
    /// From 64 KiB on, waits for streams are sleeps.
    uint64_t blockSize = 4096;
};

inline std::string nameOfMode(CufileMode mode) {
    return mode == CufileMode::Sync ? "Sync" : mode == CufileMode::Batch ? "Batch" : "Stream";
}
inline std::ostream& operator<<(std::ostream& out, const CufileCase& one) {
    return out << nameOfMode(one.mode) << " of " << one.blockSize << " bytes at depth " << one.queueDepth;
}
inline std::string cufileCaseName(const testing::TestParamInfo<CufileCase>& info) {
    const CufileCase& one = info.param;
    return nameOfMode(one.mode) + "Of" + std::to_string(one.blockSize) + "AtDepth" + std::to_string(one.queueDepth);
}
/// Every mode; those with a queue at several depths.
inline std::vector<CufileCase> cufileCases() {
    return {{CufileMode::Sync, 1},   {CufileMode::Sync, 1, 128 * 1024}, {CufileMode::Batch, 1},
            {CufileMode::Batch, 7},  {CufileMode::Batch, 64},           {CufileMode::Batch, 3, 128 * 1024},
            {CufileMode::Stream, 1}, {CufileMode::Stream, 7},           {CufileMode::Stream, 3, 128 * 1024}};
}

inline std::vector<CufileCase> cufileQueues() {
    std::vector<CufileCase> cases = cufileCases();
    std::erase_if(cases, [](const CufileCase& one) { return one.mode == CufileMode::Sync; });
    return cases;
}

inline JobSpec cufileSpec(const CufileCase& one) {
    JobSpec spec = engineSpec(EngineKind::Cufile, one.queueDepth);
    spec.memory = BufferMemory::Gpu;
    spec.cufileMode = one.mode;
    setBlockSize(spec, one.blockSize);
    return spec;
}

/// The same for chains that open their file themselves.
inline JobSpec cufileSpec(const CufileCase& one, std::vector<OperationKind> operations) {
    JobSpec spec = engineSpec(EngineKind::Cufile, one.queueDepth, std::move(operations));
    spec.memory = BufferMemory::Gpu;
    spec.cufileMode = one.mode;
    setBlockSize(spec, one.blockSize);
    return spec;
}

struct CufileRigOptions {
    /// Of the operations open and create.
    int openFlags = O_RDONLY | O_DIRECT | O_CLOEXEC;
    BlockContent* content = nullptr;
};

/// Opens and registers the files, and gives all back in the order that cuFile wants.
class CufileRig {
public:
    explicit CufileRig(const JobSpec& spec, const std::vector<std::string>& paths = {}, CufileRigOptions options = {})
        : session_(cufileOptions(spec.cufileCompat)),
          rig_(spec, openAll(paths), options.openFlags, slotBytesOf(spec), &session_, options.content) {}

    Engine& engine() { return rig_.engine(); }
    EngineRig& rig() { return rig_; }
    Chain& chain(uint32_t slot) { return rig_.chain(slot); }
    const GpuCounters& counters() { return *engine().gpuCounters(); }
    bool has(const std::string& feature) {
        const auto& features = engine().features();
        return std::find(features.begin(), features.end(), feature) != features.end();
    }

    void give(const Chain& chain, const Bytes& content) { giveToGpu(engine(), chain, content); }
    Bytes onGpu(const Chain& chain, size_t bytes) { return bytesOnGpu(engine(), chain, bytes); }

private:
    /// Room for a whole file, so that each piece of it can be seen afterwards.
    static size_t slotBytesOf(const JobSpec& spec) { return spec.kind == JobKind::Files ? spec.fileSize : 0; }

    std::vector<int> openAll(const std::vector<std::string>& paths) {
        session_.useDeviceOf(0);
        std::vector<int> descriptors;
        for (const auto& path : paths) {
            files_.emplace_back(open(path.c_str(), O_RDWR | O_DIRECT | O_CLOEXEC));
            descriptors.push_back(files_.back().get());
        }
        session_.registerFiles(descriptors, paths);
        return descriptors;
    }

    std::vector<FileDescriptor> files_;
    GpuSession session_;
    EngineRig rig_;
};

/// Of a directory: where files can be opened for direct I/O, which strict cuFile insists on.
inline bool opensDirect(const std::string& directory) {
    const FileDescriptor file(open(directory.c_str(), O_TMPFILE | O_RDWR | O_DIRECT | O_CLOEXEC, 0600));
    return file.valid();
}

}  // namespace ioproof

#define SKIP_UNLESS_DIRECT(directory) \
    if (!opensDirect((directory).path())) GTEST_SKIP() << "temporary files know no direct I/O; set TMPDIR"
