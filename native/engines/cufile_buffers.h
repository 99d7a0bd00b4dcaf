// The memory of a GPU that one worker's engine moves data to and from: a mirror of the host buffers of its slots.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

#include "core/gpu_facts.h"
#include "engines/engine.h"
#include "gpu/cufile_library.h"
#include "gpu/gpu_memory.h"

namespace ioproof {

/// One allocation, and one registration where the job asks for it. Every place of the host buffers has its counterpart.
class CufileBuffers {
public:
    /// On the GPU that is current; the time of the registration is in `times`. Throws JobError GPU_MEMORY, CUDA_FAILED.
    CufileBuffers(const EngineContext& context, RegistrationTimes& times);
    ~CufileBuffers();
    CufileBuffers(const CufileBuffers&) = delete;
    CufileBuffers& operator=(const CufileBuffers&) = delete;

    /// To be given to cuFile with offsets: it looks memory up by the address that was registered.
    void* base() const { return memory_.base(); }
    off_t offsetOf(const std::byte* host) const { return host - host_; }

    bool isRegistered() const { return registered_; }
    /// Why cuFile would not register the memory; empty where it did, or was not asked to.
    const std::string& refusal() const { return refusal_; }

    /// Bytes of the host buffers to their counterpart, there for every stream and device when this returns. Throws
    /// JobError CUDA_FAILED.
    void upload(const std::byte* host, size_t bytes) const;
    void download(std::byte* host, size_t bytes) const;

private:
    void registerMemory(RegistrationTimes& times);
    cuda::DevicePointer placeOf(const std::byte* host) const {
        return memory_.address() + static_cast<size_t>(host - host_);
    }

    const CudaLibrary& cuda_;
    const CufileLibrary& cufile_;
    std::byte* const host_;
    const size_t bytes_;
    const DevicePages memory_;
    bool registered_ = false;
    std::string refusal_;
};

}  // namespace ioproof
