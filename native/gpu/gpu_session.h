// All of a job's GPU side that its workers share: libraries, contexts, the driver of cuFile, registered files.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/gpu_facts.h"
#include "core/job_spec.h"
#include "gpu/cuda_library.h"
#include "gpu/cufile_driver.h"
#include "gpu/cufile_library.h"
#include "gpu/gpu_devices.h"

namespace ioproof {

struct GpuOptions {
    /// Empty: all that there are.
    std::vector<uint32_t> ordinals;
    std::string cudaLibrary;
    std::string cufileLibrary;
    /// With cuFile.
    bool cufile;
    CufileCompat compat;
    /// No more GPUs are taken than there are workers.
    uint32_t workers = UINT32_MAX;
};

/// Opened in the order that cuFile wants: cuInit, contexts, parameters, driver, files; closed the other way round. One
/// a process at a time. The engines must be gone before the files are given back, and these before the session.
class GpuSession {
public:
    /// On the thread that becomes the first to use the context. Throws JobError: CUDA_…, CUFILE_…, NO_GPU,
    /// GPU_NOT_FOUND with the ordinals that there are.
    explicit GpuSession(const GpuOptions& options);
    ~GpuSession();
    GpuSession(const GpuSession&) = delete;
    GpuSession& operator=(const GpuSession&) = delete;

    const CudaLibrary& cuda() const { return cuda_; }
    /// Only with cuFile.
    const CufileLibrary& cufile() const { return *cufile_; }
    /// Entries that a batch may have at most; 0 without the capability.
    uint32_t maxBatch() const { return driver_ ? driver_->maxBatch() : 0; }
    /// True where operations on streams work, as far as cuFile tells.
    bool hasStream() const { return driver_ && driver_->hasStream(); }

    /// Makes the GPU of this worker, the next one for each worker, current on the calling thread; every thread that
    /// calls CUDA or cuFile must have done so.
    const GpuDeviceFacts& useDeviceOf(uint32_t worker) const;
    const GpuDeviceFacts& deviceOf(uint32_t worker) const { return devices_[worker % devices_.size()]; }

    /// Registers the open files of a job; the time is in `counters`. Throws JobError CUFILE_… that names the file.
    void registerFiles(std::span<const int> descriptors, std::span<const std::string> paths);
    std::span<const cufile::Handle> handles() const { return handles_; }
    /// Gives them back; before the files are closed.
    void deregisterFiles();

    /// A handle of one file, for as long as it is open. Any thread with a device; `times` gets the time.
    cufile::Handle registerFile(int descriptor, const std::string& path, RegistrationTimes& times) const;

    /// Nothing where cuFile is too old, or is not used. On a thread that has a device.
    std::optional<CufileStats> stats() const;
    /// Without counters and samples, which the job adds; of cuFile without `before` and `after`.
    GpuResult facts() const;
    const RegistrationTimes& fileRegistration() const { return fileRegistration_; }

private:
    const GpuOptions options_;
    const CudaLibrary cuda_;
    std::vector<GpuDeviceFacts> devices_;
    std::vector<PrimaryContext> contexts_;
    std::optional<CufileLibrary> cufile_;
    std::optional<CufileDriver> driver_;
    std::vector<cufile::Handle> handles_;
    RegistrationTimes fileRegistration_;
};

}  // namespace ioproof
