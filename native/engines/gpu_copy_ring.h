// The way between the buffers of a worker and the memory of its GPU: copies that go on by themselves, in their order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gpu/gpu_memory.h"

namespace ioproof {

enum class CopyDirection : uint8_t { ToDevice, ToHost };

/// Device memory with the layout of the host buffers, one stream, and an event for each slot. A slot has one copy under
/// way at most. Small copies that are started together share an event, that of the last of them: to record and ask one
/// costs as much as such a copy. Needs a current device; all failures are JobError CUDA_FAILED with the name of the
/// error, but for GPU_MEMORY where the device has too little.
class GpuCopyRing {
public:
    struct Layout {
        /// One buffer a slot, one after the other.
        std::byte* buffers;
        size_t stride;
        uint32_t slots;
        /// Copies are long: who waits for one sleeps, and each has its own event. Else the wait is spinning.
        bool sleeps;
    };
    /// The device memory begins with what the host buffers hold.
    GpuCopyRing(const CudaLibrary& cuda, const Layout& layout);
    /// Waits for the copies that are under way.
    ~GpuCopyRing();
    GpuCopyRing(const GpuCopyRing&) = delete;
    GpuCopyRing& operator=(const GpuCopyRing&) = delete;

    /// `data`: a place in the host buffer of the slot; its counterpart on the device is as far into the slot's memory.
    void start(uint32_t slot, CopyDirection direction, std::byte* data, size_t bytes);
    /// Ends a group: must follow the last start() before what is pending is asked for.
    void endGroup();
    /// Copies that have been started and not been taken.
    uint32_t pending() const { return count_; }
    /// Of these, the oldest ones that are done.
    uint32_t done() const;
    void waitForOldest() const;
    /// The slot of the oldest one.
    uint32_t takeOldest();

    /// The same at once; not while a copy of this place is under way.
    void copyNow(CopyDirection direction, std::byte* data, size_t bytes) const;

private:
    cuda::DevicePointer deviceAddress(const std::byte* data) const;

    /// Copies that end with the event of a slot.
    struct Group {
        uint32_t slot;
        uint32_t copies;
    };
    const CudaLibrary& cuda_;
    const Layout layout_;
    DeviceMemory device_;
    GpuStream stream_;
    std::vector<GpuEvent> events_;
    /// Slots of the copies in order of their start, as a ring.
    std::vector<uint32_t> order_;
    uint32_t first_ = 0;
    uint32_t count_ = 0;
    /// The same for the groups of these copies.
    std::vector<Group> groups_;
    uint32_t firstGroup_ = 0;
    uint32_t groupCount_ = 0;
    /// Copies of the group that has not ended.
    uint32_t open_ = 0;
};

}  // namespace ioproof
