// The GPUs of the node, and the context of each that everything in a process shares.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/gpu_facts.h"
#include "gpu/cuda_library.h"

namespace ioproof {

/// Initializes CUDA and lists all GPUs, by their ordinals. Throws JobError NO_GPU where there is none, CUDA_FAILED.
std::vector<GpuDeviceFacts> listGpus(const CudaLibrary& cuda);

/// Of the GPUs there are, those with these ordinals in this order; all with none given. Throws JobError GPU_NOT_FOUND
/// with the ordinals that there are.
std::vector<GpuDeviceFacts> selectGpus(std::vector<GpuDeviceFacts> all, const std::vector<uint32_t>& ordinals);

/// The primary context of a GPU: cuFile makes its own copies in that one.
class PrimaryContext {
public:
    PrimaryContext(const CudaLibrary& cuda, uint32_t ordinal);
    PrimaryContext(PrimaryContext&& other) noexcept
        : cuda_(other.cuda_), device_(other.device_), context_(std::exchange(other.context_, nullptr)) {}
    ~PrimaryContext();
    PrimaryContext& operator=(PrimaryContext&&) = delete;

    /// Makes it current on the calling thread. Throws JobError.
    void use() const;
    /// The same on the way out, where nothing can be done about a failure.
    void tryToUse() const noexcept { (*cuda_)->cuCtxSetCurrent(context_); }

private:
    const CudaLibrary* cuda_;
    cuda::Device device_ = 0;
    cuda::Context context_ = nullptr;
};

}  // namespace ioproof
