// What a node has of GPUs and cuFile, and what a directory does with it by trial; for doctor and before a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/gpu_facts.h"
#include "core/job_spec.h"

namespace ioproof {

struct GpuProbeRequest {
    std::string cudaLibrary;
    std::string cufileLibrary;
    CufileCompat compat;
    /// Directory of the tool's own in which a file is written and read; empty: none, the driver is looked at only.
    std::string directory;
    /// Bytes of the transfers to try, each a write and a read.
    std::vector<uint64_t> sizes;
};

/// How far something went. All empty and `ok` false: it did not come to it.
struct GpuProbeStage {
    bool ok = false;
    /// For programs, for example CUFILE_IO_NOT_SUPPORTED; empty when ok.
    std::string code;
    std::string reason;
};

struct GpuProbeTransfer {
    bool isWrite = false;
    uint64_t bytes = 0;
    GpuProbeStage stage;
    /// The memory of the GPU holds what the file does.
    bool sameBytes = false;
    std::optional<CufileStats> before;
    std::optional<CufileStats> after;
};

struct GpuProbe {
    GpuProbeStage cuda;
    std::string cudaLibrary;
    std::string cudaVersion;
    std::vector<GpuDeviceFacts> devices;
    GpuProbeStage cufile;
    GpuProbeStage driverOpen;
    /// Of the driver as opened; nothing where it was not.
    std::optional<CufileFacts> facts;
    GpuProbeStage handleRegister;
    std::vector<GpuProbeTransfer> transfers;
};

/// Never throws. One a process: parameters of cuFile can be set only once.
GpuProbe probeGpu(const GpuProbeRequest& request);

}  // namespace ioproof
