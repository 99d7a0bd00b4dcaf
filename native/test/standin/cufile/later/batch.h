// A batch of the stand-in of cuFile: threads that take its entries in no order.
#pragma once

#include <condition_variable>
#include <ctime>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "test/standin/cufile/transfer.h"

namespace ioproof::standin {

struct BatchEntry {
    std::unique_ptr<Transfer> transfer;
    void* cookie;
};

class BatchQueue {
public:
    explicit BatchQueue(unsigned capacity);
    /// Aborts with entries under way.
    ~BatchQueue();
    BatchQueue(const BatchQueue&) = delete;
    BatchQueue& operator=(const BatchQueue&) = delete;

    /// False where there is no room for all of them; then none is taken.
    bool submit(std::vector<BatchEntry> entries);
    /// Until `least` are done or the time is up, null: for ever. Gives how many events, at most `most`, were filled in.
    unsigned harvest(unsigned least, unsigned most, cufile::IoEvent* events, const timespec* timeout);
    /// Those that have not begun.
    void cancel();

private:
    static constexpr size_t threadCount = 2;

    void run();
    size_t held() const { return waiting_.size() + running_ + done_.size(); }
    /// Takes pieces of the memory of the host for what goes through it, or with `change` -1 gives one back.
    void takePieces(const Transfer& transfer, int change);
    BatchEntry takeAny();

    const unsigned capacity_;
    std::mutex mutex_;
    std::condition_variable work_;
    std::condition_variable finished_;
    std::vector<BatchEntry> waiting_;
    std::vector<cufile::IoEvent> done_;
    size_t running_ = 0;
    /// Pieces in use: of 4 KiB, and of more.
    int smallPieces_ = 0;
    int largePieces_ = 0;
    bool ends_ = false;
    std::mt19937 random_{1};
    std::vector<std::thread> threads_;
};

}  // namespace ioproof::standin
