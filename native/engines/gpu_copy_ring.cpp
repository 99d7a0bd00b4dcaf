// Copies on one stream end in the order of their start, so that only the oldest ones need be asked.
#include "engines/gpu_copy_ring.h"

#include <string>
#include <utility>

namespace ioproof {
namespace {

std::string callText(const char* function, size_t bytes) {
    return std::string(function) + " of " + std::to_string(bytes) + " bytes";
}

}  // namespace

GpuCopyRing::GpuCopyRing(const CudaLibrary& cuda, const Layout& layout)
    : cuda_(cuda),
      layout_(layout),
      device_(cuda, layout.stride * layout.slots),
      stream_(cuda),
      order_(layout.slots),
      groups_(layout.slots) {
    events_.reserve(layout.slots);
    for (uint32_t slot = 0; slot < layout.slots; ++slot) events_.emplace_back(cuda, layout.sleeps);
    copyNow(CopyDirection::ToDevice, layout.buffers, device_.size());
}

GpuCopyRing::~GpuCopyRing() { cuda_->cuStreamSynchronize(stream_.get()); }

cuda::DevicePointer GpuCopyRing::deviceAddress(const std::byte* data) const {
    return device_.address() + static_cast<cuda::DevicePointer>(data - layout_.buffers);
}

void GpuCopyRing::start(uint32_t slot, CopyDirection direction, std::byte* data, size_t bytes) {
    const bool toDevice = direction == CopyDirection::ToDevice;
    const cuda::Result status = toDevice ? cuda_->cuMemcpyHtoDAsync_v2(deviceAddress(data), data, bytes, stream_.get())
                                         : cuda_->cuMemcpyDtoHAsync_v2(data, deviceAddress(data), bytes, stream_.get());
    if (status != cuda::success) [[unlikely]]
        cuda_.require(status, callText(toDevice ? "cuMemcpyHtoDAsync" : "cuMemcpyDtoHAsync", bytes));
    order_[(first_ + count_++) % layout_.slots] = slot;
    ++open_;
    if (layout_.sleeps) endGroup();
}

void GpuCopyRing::endGroup() {
    if (open_ == 0) return;
    const uint32_t slot = order_[(first_ + count_ - 1) % layout_.slots];
    const cuda::Result status = cuda_->cuEventRecord(events_[slot].get(), stream_.get());
    if (status != cuda::success) [[unlikely]]
        cuda_.require(status, "cuEventRecord");
    groups_[(firstGroup_ + groupCount_++) % layout_.slots] = {.slot = slot, .copies = std::exchange(open_, 0)};
}

uint32_t GpuCopyRing::done() const {
    uint32_t copies = 0;
    for (uint32_t position = 0; position < groupCount_; ++position) {
        const Group& group = groups_[(firstGroup_ + position) % layout_.slots];
        const cuda::Result status = cuda_->cuEventQuery(events_[group.slot].get());
        if (status == cuda::notReady) break;
        if (status != cuda::success) [[unlikely]]
            cuda_.require(status, "a copy between host and GPU (cuEventQuery)");
        copies += group.copies;
    }
    return copies;
}

void GpuCopyRing::waitForOldest() const {
    cuda_.require(cuda_->cuEventSynchronize(events_[groups_[firstGroup_].slot].get()),
                  "a copy between host and GPU (cuEventSynchronize)");
}

uint32_t GpuCopyRing::takeOldest() {
    const uint32_t slot = order_[first_];
    first_ = (first_ + 1) % layout_.slots;
    --count_;
    if (--groups_[firstGroup_].copies == 0) {
        firstGroup_ = (firstGroup_ + 1) % layout_.slots;
        --groupCount_;
    }
    return slot;
}

void GpuCopyRing::copyNow(CopyDirection direction, std::byte* data, size_t bytes) const {
    if (direction == CopyDirection::ToDevice)
        cuda_.require(cuda_->cuMemcpyHtoD_v2(deviceAddress(data), data, bytes), callText("cuMemcpyHtoD", bytes));
    else cuda_.require(cuda_->cuMemcpyDtoH_v2(data, deviceAddress(data), bytes), callText("cuMemcpyDtoH", bytes));
}

}  // namespace ioproof
