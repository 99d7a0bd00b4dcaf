// A transfer of the stand-in of cuFile: checked where it is asked for, performed there or later on another thread.
#pragma once

#include <sys/types.h>

#include "test/standin/cufile/driver.h"

namespace ioproof::standin {

/// What asked for it.
enum class Caller { Plain, Batch, Stream };

struct Request {
    bool isWrite;
    cufile::Handle handle;
    void* base;
    size_t bytes;
    off_t fileOffset;
    off_t baseOffset;
};

/// A file and memory of a GPU, in use until it is gone.
class Transfer {
public:
    Transfer(std::shared_ptr<File> file, std::shared_ptr<Range> memory, Caller caller, const Request& request)
        : file_(std::move(file)), memory_(std::move(memory)), caller_(caller), request_(request) {
        ++file_->users;
    }
    ~Transfer() { --file_->users; }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    const File& file() const { return *file_; }
    const Request& request() const { return request_; }
    /// Of an operation of a stream, which gets them when it is its turn.
    void setPlace(size_t bytes, off_t fileOffset, off_t baseOffset);
    /// Bytes; -1 and errno for an error of the file; else a code of cuFile, negative. On any thread.
    ssize_t perform();

private:
    ssize_t fail(const Failure& failure);
    ssize_t move(std::byte* place, size_t bytes);
    /// Whether it goes through the memory of the host.
    bool isPosix(uint64_t number) const;
    void count(ssize_t moved, bool posix) const;
    void countInBatch(ssize_t moved, bool posix) const;
    bool isUnaligned() const;
    uintptr_t address() const;

    const std::shared_ptr<File> file_;
    const Use memory_;
    const Caller caller_;
    Request request_;
};

/// Null with `code`, of cuFile, where it cannot be.
std::unique_ptr<Transfer> makeTransfer(const Request& request, Caller caller, int& code);

}  // namespace ioproof::standin
