// Jobs on the memory of GPUs that the stand-ins of CUDA and cuFile have.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "core/file_set.h"
#include "test/file_content.h"
#include "test/job_run.h"
#include "test/job_specs.h"
#include "test/standin_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {

/// An engine, and the mode of cuFile.
struct GpuCase {
    EngineKind engine;
    CufileMode mode = CufileMode::Sync;
    uint32_t queueDepth = 1;

    bool isCufile() const { return engine == EngineKind::Cufile; }
};

inline std::string gpuCaseName(const GpuCase& one) {
    if (!one.isCufile()) return "Copy";
    return one.mode == CufileMode::Sync ? "Sync" : one.mode == CufileMode::Batch ? "Batch" : "Stream";
}

inline std::ostream& operator<<(std::ostream& out, const GpuCase& one) { return out << gpuCaseName(one); }

inline std::vector<GpuCase> gpuCases() {
    return {{EngineKind::Cufile, CufileMode::Sync, 1},
            {EngineKind::Cufile, CufileMode::Batch, 7},
            {EngineKind::Cufile, CufileMode::Stream, 7},
            {EngineKind::GpuCopy, CufileMode::Sync, 7}};
}

inline void useGpu(JobSpec& spec, const GpuCase& one) {
    spec.engine = one.engine;
    spec.cufileMode = one.mode;
    spec.queueDepth = one.queueDepth;
    spec.direct = true;
    spec.memory = BufferMemory::Gpu;
    spec.cudaLibrary = IOPROOF_STANDIN_CUDA;
    spec.cufileLibrary = IOPROOF_STANDIN_CUFILE;
}

/// Jobs of two workers on 3 files of 32 blocks, on a file system that has direct I/O.
class GpuJob : public testing::Test {
protected:
    static constexpr uint64_t block = 4096;
    static constexpr uint64_t blocksPerFile = 32;
    static constexpr uint64_t blocks = 3 * blocksPerFile;

    void SetUp() override { SKIP_UNLESS_ON_DISK(directory_); }

    /// Reads each block once.
    JobSpec blockJob(const GpuCase& one) const {
        JobSpec spec = blockSpec();
        spec.root = directory_.path();
        spec.workers = 2;
        spec.fileCount = 3;
        spec.fileSize = blocksPerFile * block;
        useGpu(spec, one);
        return spec;
    }
    /// Opens, reads and closes each file once, in blocks of 16 KiB.
    JobSpec filesJob(const GpuCase& one) const {
        JobSpec spec = filesSpec();
        spec.root = directory_.path();
        spec.workers = 2;
        spec.fileCount = 3;
        spec.fileSize = blocksPerFile * block;
        setBlockSize(spec, 4 * block);
        useGpu(spec, one);
        return spec;
    }
    void writeFilesOf(const JobSpec& spec) const { writeFiles(namespaceOf(spec), spec.fileSize); }

    TemporaryDirectory directory_;
};

class GpuJobInEachMode : public GpuJob, public testing::WithParamInterface<GpuCase> {};

}  // namespace ioproof
