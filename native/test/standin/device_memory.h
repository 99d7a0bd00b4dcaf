// The "memory of GPUs", contexts and streams: kept by the stand-in of CUDA, used by that of cuFile too.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <vector>

#include "gpu/cuda_abi.h"
#include "test/standin/script.h"

namespace ioproof::standin {

/// Memory that was allocated on a GPU, or host memory that was locked.
struct Range {
    uintptr_t start = 0;
    size_t bytes = 0;
    /// Of host memory -1.
    int device = -1;
    /// Where the bytes of GPU memory really are: at its own address nothing can be read or written.
    std::byte* backing = nullptr;
    /// Copies and transfers under way.
    std::atomic<int> users{0};
    /// Of cuFileBufRegister.
    std::atomic<int> registrations{0};

    bool holds(uintptr_t address, size_t count) const {
        return address >= start && count <= bytes && address - start <= bytes - count;
    }
    std::byte* at(uintptr_t address) const { return backing + (address - start); }
};

/// Marks a range as in use until it is gone.
class Use {
public:
    explicit Use(std::shared_ptr<Range> range) : range_(std::move(range)) {
        if (range_) ++range_->users;
    }
    Use(const Use& other) : Use(other.range_) {}
    Use& operator=(const Use&) = delete;
    ~Use() {
        if (range_) --range_->users;
    }
    const std::shared_ptr<Range>& range() const { return range_; }

private:
    std::shared_ptr<Range> range_;
};

class STANDIN_SHARED RangeTable {
public:
    /// False where it overlaps with another one.
    bool add(std::shared_ptr<Range> range);
    /// The one that contains the address; null without.
    std::shared_ptr<Range> find(uintptr_t address) const;
    /// The one that begins there; null without.
    std::shared_ptr<Range> startingAt(uintptr_t start) const;
    void remove(uintptr_t start);
    size_t count(int device) const;
    uint64_t bytes(int device) const;

private:
    /// Each transfer looks for its memory: that must not wait.
    mutable std::shared_mutex mutex_;
    std::map<uintptr_t, std::shared_ptr<Range>> ranges_;
};

/// Allocation of a GPU that contains the address; null where it is other memory.
STANDIN_SHARED std::shared_ptr<Range> deviceRange(uintptr_t address);
/// Device of the context that is current on this thread; -1 without one.
STANDIN_SHARED int currentDevice();

/// Runs the work on the stream, after all that it was given before; the null stream: at once. False: no such stream.
STANDIN_SHARED bool enqueue(cuda::Stream stream, std::function<void()> work);
/// Of cuFileStreamRegister: keeps the flags with the stream. False where it has some already, or there is no such
/// stream.
STANDIN_SHARED bool attachToStream(cuda::Stream stream, unsigned flags);
STANDIN_SHARED bool detachFromStream(cuda::Stream stream);
/// 0 without any.
STANDIN_SHARED unsigned flagsOfStream(cuda::Stream stream);

/// Counts what keeps contexts from being given up: +1 when the driver of cuFile is opened, -1 when it is closed.
STANDIN_SHARED void holdContexts(int change);

}  // namespace ioproof::standin
