// Moves the bytes, with the faults that the script wants, and counts as the path that it names would be counted.
#include "test/standin/cufile/transfer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>
#include <vector>

namespace ioproof::standin {
namespace {

constexpr uint64_t page = 4096;

const char* nameOf(Caller caller, bool isWrite) {
    switch (caller) {
        case Caller::Plain: return isWrite ? "cuFileWrite" : "cuFileRead";
        case Caller::Batch: return isWrite ? "cuFileBatchWrite" : "cuFileBatchRead";
        case Caller::Stream: return isWrite ? "cuFileStreamWrite" : "cuFileStreamRead";
    }
    return "";
}

/// The file once more, through the page cache, which has no wishes about alignment.
class BufferedAlias {
public:
    BufferedAlias(int descriptor, bool isWrite)
        : descriptor_(open(("/proc/self/fd/" + std::to_string(descriptor)).c_str(),
                           (isWrite ? O_WRONLY : O_RDONLY) | O_CLOEXEC)) {}
    ~BufferedAlias() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    BufferedAlias(const BufferedAlias&) = delete;
    BufferedAlias& operator=(const BufferedAlias&) = delete;
    int get() const { return descriptor_; }

private:
    const int descriptor_;
};

void delay(uint64_t transferUs, bool hangs) {
    if (transferUs > 0) std::this_thread::sleep_for(std::chrono::microseconds(transferUs));
    while (hangs) std::this_thread::sleep_for(std::chrono::hours(1));
}

size_t halfOf(size_t bytes) { return bytes < 2 * page ? bytes / 2 : bytes / 2 / page * page; }

ssize_t moveBetween(int descriptor, bool isWrite, std::byte* place, size_t bytes, off_t offset) {
    return isWrite ? pwrite(descriptor, place, bytes, offset) : pread(descriptor, place, bytes, offset);
}

}  // namespace

void Transfer::setPlace(size_t bytes, off_t fileOffset, off_t baseOffset) {
    request_.bytes = bytes;
    request_.fileOffset = fileOffset;
    request_.baseOffset = baseOffset;
}

uintptr_t Transfer::address() const {
    return reinterpret_cast<uintptr_t>(request_.base) + static_cast<uintptr_t>(request_.baseOffset);
}

bool Transfer::isUnaligned() const {
    return ((address() | request_.bytes | static_cast<uint64_t>(request_.fileOffset)) & (page - 1)) != 0;
}

bool Transfer::isPosix(uint64_t number) const {
    if (!file_->direct || isUnaligned() || script().path == Path::Posix) return true;
    const uint64_t percent = script().path == Path::Mixed ? script().posixPercent : 0;
    return number * percent / 100 != (number - 1) * percent / 100;
}

ssize_t Transfer::fail(const Failure& failure) {
    const bool ofFile = failure.code < 5000;
    errno = failure.code;
    return ofFile || failure.byErrno ? -1 : -failure.code;
}

ssize_t Transfer::move(std::byte* place, size_t bytes) {
    if (!file_->unbuffered || !isUnaligned()) {
        return moveBetween(file_->descriptor, request_.isWrite, place, bytes, request_.fileOffset);
    }
    const BufferedAlias alias(file_->descriptor, request_.isWrite);
    if (alias.get() < 0) return -1;
    return moveBetween(alias.get(), request_.isWrite, place, bytes, request_.fileOffset);
}

ssize_t Transfer::perform() {
    CufileState& state = cufileState();
    const Script& told = script();
    const uint64_t number = ++state.transfers;
    const uint64_t ofKind = request_.isWrite ? ++state.writes : ++state.reads;
    delay(told.transferUs, !request_.isWrite && ofKind == told.hangsAt);
    if (!memory_.range()->holds(address(), request_.bytes)) return -5014;
    const bool posix = isPosix(number);
    ssize_t moved;
    if (const auto failure = told.failureOf(nameOf(caller_, request_.isWrite))) {
        moved = fail(*failure);
    } else {
        std::byte* const place = memory_.range()->at(address());
        const size_t bytes = falls(told.shortEvery, number) ? halfOf(request_.bytes) : request_.bytes;
        const bool corrupt = bytes > 0 && falls(request_.isWrite ? told.corruptWrites : told.corruptReads, ofKind);
        std::byte& wrong = place[bytes / 2];
        if (corrupt && request_.isWrite) wrong ^= std::byte{1};
        moved = move(place, bytes);
        if (corrupt) wrong ^= std::byte{1};
    }
    const int error = errno;
    count(moved, posix);
    errno = error;
    return moved;
}

void Transfer::count(ssize_t moved, bool posix) const {
    if (caller_ == Caller::Batch) countInBatch(moved, posix);
    if (caller_ == Caller::Batch && !script().countsBatchesInLevel3) return;
    Statistics& statistics = cufileState().statistics;
    const bool isWrite = request_.isWrite;
    const int gpu = memory_.range()->device;
    const auto add = [&](GpuCounter read, GpuCounter write, uint64_t value = 1) {
        statistics.add(gpu, isWrite ? write : read, value);
    };
    if (moved < 0) {
        statistics.addError(isWrite ? Counter::Writes : Counter::Reads);
        return add(GpuCounter::ReadErrors, GpuCounter::WriteErrors);
    }
    statistics.add(isWrite ? Counter::Writes : Counter::Reads);
    statistics.add(isWrite ? Counter::WriteBytes : Counter::ReadBytes, static_cast<uint64_t>(moved));
    add(GpuCounter::Reads, GpuCounter::Writes);
    add(GpuCounter::ReadBytes, GpuCounter::WriteBytes, static_cast<uint64_t>(moved));
    if (isUnaligned()) add(GpuCounter::UnalignedReads, GpuCounter::UnalignedWrites);
    if (posix) return add(GpuCounter::PosixReads, GpuCounter::PosixWrites);
    if (script().path == Path::P2pdma) return add(GpuCounter::P2pReads, GpuCounter::P2pWrites);
    if (script().path != Path::Rdma) add(GpuCounter::NvfsReads, GpuCounter::NvfsWrites);
}

void Transfer::countInBatch(ssize_t moved, bool posix) const {
    if (!script().countsBatchesInLevel1) return;
    Statistics& statistics = cufileState().statistics;
    if (moved < 0) return statistics.addError(Counter::BatchProcessed);
    statistics.add(posix ? Counter::BatchPosixEnqueued : Counter::BatchEnqueued);
    statistics.add(posix ? Counter::BatchPosixProcessed : Counter::BatchProcessed);
    statistics.add(Counter::BatchTotal);
    statistics.add(request_.isWrite ? Counter::BatchWriteBytes : Counter::BatchReadBytes, static_cast<uint64_t>(moved));
    if (posix || script().path == Path::Rdma) return;
    statistics.add(script().path == Path::P2pdma ? Counter::BatchP2p : Counter::BatchNvfs);
}

std::unique_ptr<Transfer> makeTransfer(const Request& request, Caller caller, int& code) {
    const std::shared_ptr<File> file = fileOf(request.handle);
    const std::shared_ptr<Range> memory = deviceRange(reinterpret_cast<uintptr_t>(request.base));
    code = 0;
    if (!file) code = 5027;
    else if (!memory) code = 5012;
    else if (request.fileOffset < 0 || request.baseOffset < 0) code = 5022;
    else if (memory->device != currentDevice()) code = 5015;
    return code != 0 ? nullptr : std::make_unique<Transfer>(file, memory, caller, request);
}

}  // namespace ioproof::standin
