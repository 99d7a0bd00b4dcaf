// Memory of the stand-in of CUDA: allocations, locked host memory, copies.
#include <sys/mman.h>

#include <chrono>
#include <cstring>

#include "test/standin/cuda/state.h"

using namespace ioproof;
using namespace ioproof::standin;

namespace {

uintptr_t addressOf(const void* memory) { return reinterpret_cast<uintptr_t>(memory); }

/// Null unless all of it is in one allocation.
std::shared_ptr<Range> allocationOf(cuda::DevicePointer pointer, size_t bytes) {
    const std::shared_ptr<Range> range = deviceRange(pointer);
    return range && range->holds(pointer, bytes) ? range : nullptr;
}

struct Copy {
    Use device;
    /// Empty where the host memory is not locked.
    Use host;
    std::byte* to;
    const std::byte* from;
    size_t bytes;
    uint64_t number;
};

/// Nothing where the pointers are not what the direction wants.
std::optional<Copy> copyOf(cuda::DevicePointer pointer, const void* host, size_t bytes, bool toDevice) {
    const std::shared_ptr<Range> range = allocationOf(pointer, bytes);
    if (!range || host == nullptr || deviceRange(addressOf(host))) return std::nullopt;
    std::shared_ptr<Range> locked = cudaState().locked.find(addressOf(host));
    if (locked && !locked->holds(addressOf(host), bytes)) locked = nullptr;
    std::byte* const there = range->at(pointer);
    std::byte* const here = static_cast<std::byte*>(const_cast<void*>(host));
    const uint64_t number = toDevice ? ++cudaState().copies : 0;
    return Copy{Use(range), Use(locked), toDevice ? there : here, toDevice ? here : there, bytes, number};
}

void perform(const Copy& copy) {
    if (copy.bytes == 0) return;
    std::memcpy(copy.to, copy.from, copy.bytes);
    if (copy.number > 0 && falls(script().corruptCopies, copy.number)) copy.to[copy.bytes / 2] ^= std::byte{1};
}

cuda::Result copyNow(const char* function, cuda::DevicePointer pointer, const void* host, size_t bytes, bool toDevice) {
    if (const cuda::Result result = refusal(function); result != cuda::success) return result;
    const std::optional<Copy> copy = copyOf(pointer, host, bytes, toDevice);
    if (!copy) return 1;
    std::memcpy(copy->to, copy->from, bytes);
    return cuda::success;
}

cuda::Result copyLater(const char* function, cuda::DevicePointer pointer, const void* host, size_t bytes, bool toDevice,
                       cuda::Stream stream) {
    if (const cuda::Result result = refusal(function); result != cuda::success) return result;
    const std::optional<Copy> copy = copyOf(pointer, host, bytes, toDevice);
    if (!copy) return 1;
    const bool queued = enqueue(stream, [copy = *copy] {
        if (script().copyUs > 0) std::this_thread::sleep_for(std::chrono::microseconds(script().copyUs));
        perform(copy);
    });
    if (!queued) return 400;
    // Only locked memory can be copied without the help of the calling thread.
    return copy->host.range() || stream == nullptr ? cuda::success : waitFor(stream);
}

}  // namespace

STANDIN_API cuda::Result cuMemAlloc_v2(cuda::DevicePointer* pointer, size_t bytes) {
    if (const cuda::Result result = refusal("cuMemAlloc_v2"); result != cuda::success) return result;
    if (bytes == 0) return 1;
    const int device = currentDevice();
    if (bytes > script().gpuMemory - std::min(script().gpuMemory, cudaState().memory.bytes(device))) {
        return cuda::outOfMemory;
    }
    void* const place = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    void* const backing =
        mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED || backing == MAP_FAILED) return cuda::outOfMemory;
    auto range = std::make_shared<Range>();
    range->start = addressOf(place);
    range->bytes = bytes;
    range->device = device;
    range->backing = static_cast<std::byte*>(backing);
    *pointer = range->start;
    cudaState().memory.add(std::move(range));
    return cuda::success;
}

STANDIN_API cuda::Result cuMemFree_v2(cuda::DevicePointer pointer) {
    if (const cuda::Result result = refusal("cuMemFree_v2"); result != cuda::success) return result;
    if (pointer == 0) return cuda::success;
    const std::shared_ptr<Range> range = cudaState().memory.startingAt(pointer);
    if (!range) return 1;
    if (range->registrations > 0) abortOver("cuMemFree before cuFileBufDeregister");
    if (range->users > 0) abortOver("cuMemFree of memory that a copy or a transfer uses");
    cudaState().memory.remove(pointer);
    munmap(range->backing, range->bytes);
    munmap(reinterpret_cast<void*>(range->start), range->bytes);
    return cuda::success;
}

STANDIN_API cuda::Result cuMemHostRegister_v2(void* memory, size_t bytes, unsigned) {
    if (const cuda::Result result = refusal("cuMemHostRegister_v2"); result != cuda::success) return result;
    if (memory == nullptr || bytes == 0 || deviceRange(addressOf(memory))) return 1;
    auto range = std::make_shared<Range>();
    range->start = addressOf(memory);
    range->bytes = bytes;
    return cudaState().locked.add(std::move(range)) ? cuda::success : 712;
}

STANDIN_API cuda::Result cuMemHostUnregister(void* memory) {
    if (const cuda::Result result = refusal("cuMemHostUnregister"); result != cuda::success) return result;
    const std::shared_ptr<Range> range = cudaState().locked.startingAt(addressOf(memory));
    if (!range) return 713;
    if (range->users > 0) abortOver("cuMemHostUnregister of memory that a copy uses");
    cudaState().locked.remove(range->start);
    return cuda::success;
}

STANDIN_API cuda::Result cuMemcpyHtoD_v2(cuda::DevicePointer to, const void* from, size_t bytes) {
    return copyNow("cuMemcpyHtoD_v2", to, from, bytes, true);
}

STANDIN_API cuda::Result cuMemcpyDtoH_v2(void* to, cuda::DevicePointer from, size_t bytes) {
    return copyNow("cuMemcpyDtoH_v2", from, to, bytes, false);
}

STANDIN_API cuda::Result cuMemcpyHtoDAsync_v2(cuda::DevicePointer to, const void* from, size_t bytes,
                                              cuda::Stream stream) {
    return copyLater("cuMemcpyHtoDAsync_v2", to, from, bytes, true, stream);
}

STANDIN_API cuda::Result cuMemcpyDtoHAsync_v2(void* to, cuda::DevicePointer from, size_t bytes, cuda::Stream stream) {
    return copyLater("cuMemcpyDtoHAsync_v2", from, to, bytes, false, stream);
}

STANDIN_API cuda::Result cuMemsetD8_v2(cuda::DevicePointer to, unsigned char value, size_t bytes) {
    if (const cuda::Result result = refusal("cuMemsetD8_v2"); result != cuda::success) return result;
    const std::shared_ptr<Range> range = allocationOf(to, bytes);
    if (!range) return 1;
    std::memset(range->at(to), value, bytes);
    return cuda::success;
}
