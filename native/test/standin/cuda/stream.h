// A stream of the stand-in: a thread with a queue; and the marks that events leave in it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "gpu/cuda_abi.h"

namespace ioproof::standin {

class StreamQueue {
public:
    explicit StreamQueue(int device);
    /// After all that was handed over.
    ~StreamQueue();
    StreamQueue(const StreamQueue&) = delete;
    StreamQueue& operator=(const StreamQueue&) = delete;

    int device() const { return device_; }
    void add(std::function<void()> work);
    void wait();

    /// Of cuFileStreamRegister; -1 without.
    std::atomic<int> cufileFlags{-1};

private:
    void run();

    const int device_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::condition_variable idle_;
    std::deque<std::function<void()>> works_;
    bool busy_ = false;
    bool ends_ = false;
    std::thread thread_;
};

/// What an event knows: how often it was recorded, and how often a stream has come past that.
class EventMark {
public:
    EventMark(int device, bool blocks) : device_(device), blocks_(blocks) {}

    int device() const { return device_; }
    /// Gives the number with which `reached` is called.
    uint64_t record() { return ++recorded_; }
    void reached(uint64_t number);
    bool isDone() const { return reached_ >= recorded_; }
    void wait();

private:
    const int device_;
    const bool blocks_;
    std::atomic<uint64_t> recorded_{0};
    std::atomic<uint64_t> reached_{0};
    std::mutex mutex_;
    std::condition_variable changed_;
};

}  // namespace ioproof::standin
