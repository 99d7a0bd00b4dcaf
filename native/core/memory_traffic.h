// Bytes that the memory of the host has moved over a time, as its controllers count them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/file_descriptor.h"
#include "core/job_result.h"
#include "core/memory_counters.h"

namespace ioproof {

/// Counts for all that runs on the machine. Never throws over counters: where they cannot be had there is a reason.
class MemoryTrafficMeter {
public:
    struct Outcome {
        std::optional<MemoryTraffic> traffic;
        /// Why there is none; empty where there is.
        std::string reason;
    };

    /// Opens the counters, which takes some milliseconds; `devices` as sysfs has them.
    explicit MemoryTrafficMeter(const std::string& devices = "/sys/bus/event_source/devices");

    /// Some microseconds each.
    void start();
    Outcome stop() const;

private:
    struct Reading {
        uint64_t value = 0;
        /// Time for which it was wanted, and for which it counted, in ns: less where others want the hardware too.
        uint64_t enabledNs = 0;
        uint64_t runningNs = 0;
    };
    struct Open {
        MemoryCounter counter;
        FileDescriptor file;
        Reading before;
    };

    static bool read(const FileDescriptor& file, Reading& reading);
    /// Nothing where it did not count.
    static std::optional<double> bytesSince(const Open& open);
    void openAll(const std::vector<MemoryCounter>& counters);

    std::string method_;
    std::string reason_;
    std::vector<Open> open_;
};

}  // namespace ioproof
