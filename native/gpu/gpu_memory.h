// Memory of a GPU, host memory locked for copies, streams and events: each given back by its owner.
#pragma once

#include <cstddef>
#include <utility>

#include "gpu/cuda_library.h"

namespace ioproof {

/// On the device that is current. Throws JobError GPU_MEMORY where there is too little.
class DeviceMemory {
public:
    DeviceMemory(const CudaLibrary& cuda, size_t bytes);
    ~DeviceMemory();
    DeviceMemory(const DeviceMemory&) = delete;
    DeviceMemory& operator=(const DeviceMemory&) = delete;

    cuda::DevicePointer address() const { return address_; }
    /// As cuFile takes it.
    void* base() const { return reinterpret_cast<void*>(address_); }
    size_t size() const { return size_; }

private:
    const CudaLibrary& cuda_;
    cuda::DevicePointer address_ = 0;
    size_t size_;
};

/// Begins at a page of the GPU and ends with one. The driver gives small allocations no more than 512 bytes of
/// alignment, and cuFile copies what does not lie on a page.
class DevicePages {
public:
    /// As of DeviceMemory.
    DevicePages(const CudaLibrary& cuda, size_t bytes)
        : memory_(cuda, roundUp(bytes) + pageBytes), start_(roundUp(memory_.address())) {}

    cuda::DevicePointer address() const { return start_; }
    void* base() const { return reinterpret_cast<void*>(start_); }

private:
    /// What a GPU maps for other devices at least.
    static constexpr size_t pageBytes = 64 * 1024;
    static constexpr uint64_t roundUp(uint64_t value) { return (value + pageBytes - 1) / pageBytes * pageBytes; }

    const DeviceMemory memory_;
    const cuda::DevicePointer start_;
};

/// Locks memory that somebody else owns, so that copies to and from it go on by themselves.
class PinnedMemory {
public:
    PinnedMemory(const CudaLibrary& cuda, void* memory, size_t bytes);
    ~PinnedMemory();
    PinnedMemory(const PinnedMemory&) = delete;
    PinnedMemory& operator=(const PinnedMemory&) = delete;

private:
    const CudaLibrary& cuda_;
    void* memory_;
};

/// Does not wait for the default stream.
class GpuStream {
public:
    explicit GpuStream(const CudaLibrary& cuda);
    GpuStream(GpuStream&& other) noexcept : cuda_(other.cuda_), stream_(std::exchange(other.stream_, nullptr)) {}
    ~GpuStream();
    GpuStream& operator=(GpuStream&&) = delete;

    cuda::Stream get() const { return stream_; }

private:
    const CudaLibrary* cuda_;
    cuda::Stream stream_ = nullptr;
};

/// Without a time of its own. `blocks`: who waits for it sleeps; else spins.
class GpuEvent {
public:
    GpuEvent(const CudaLibrary& cuda, bool blocks);
    GpuEvent(GpuEvent&& other) noexcept : cuda_(other.cuda_), event_(std::exchange(other.event_, nullptr)) {}
    ~GpuEvent();
    GpuEvent& operator=(GpuEvent&&) = delete;

    cuda::Event get() const { return event_; }

private:
    const CudaLibrary* cuda_;
    cuda::Event event_ = nullptr;
};

}  // namespace ioproof
