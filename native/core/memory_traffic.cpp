// perf_event_open(2) for the whole machine on the counters of the memory controllers.
#include "core/memory_traffic.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>

#include "core/io_error.h"

namespace ioproof {
namespace {

FileDescriptor openCounter(const MemoryCounter& counter) {
    perf_event_attr attributes{};
    attributes.size = sizeof(attributes);
    attributes.type = counter.type;
    attributes.config = counter.config[0];
    attributes.config1 = counter.config[1];
    attributes.config2 = counter.config[2];
    attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    constexpr pid_t everyProcess = -1;
    constexpr int noGroup = -1;
    const long file =
        syscall(SYS_perf_event_open, &attributes, everyProcess, counter.cpu, noGroup, PERF_FLAG_FD_CLOEXEC);
    return FileDescriptor(static_cast<int>(file));
}

std::string refusalOf(const MemoryCounter& counter, int error) {
    const std::string what =
        errnoName(error) + ": perf_event_open of " + counter.device + " on CPU " + std::to_string(counter.cpu);
    const bool lacksRight = error == EACCES || error == EPERM;
    return lacksRight ? what + "; it needs CAP_PERFMON, or kernel.perf_event_paranoid of 0 at most" : what;
}

}  // namespace

MemoryTrafficMeter::MemoryTrafficMeter(const std::string& devices) {
    const MemoryCounters found = findMemoryCounters(devices);
    method_ = found.method;
    reason_ = found.reason;
    openAll(found.counters);
}

void MemoryTrafficMeter::openAll(const std::vector<MemoryCounter>& counters) {
    for (const MemoryCounter& counter : counters) {
        FileDescriptor file = openCounter(counter);
        if (!file.valid()) {
            // Without one controller the sum would be wrong.
            reason_ = refusalOf(counter, errno);
            open_.clear();
            return;
        }
        open_.push_back({counter, std::move(file), {}});
    }
}

bool MemoryTrafficMeter::read(const FileDescriptor& file, Reading& reading) {
    static_assert(sizeof(Reading) == 3 * sizeof(uint64_t));
    return ::read(file.get(), &reading, sizeof(reading)) == sizeof(reading);
}

void MemoryTrafficMeter::start() {
    for (Open& open : open_) {
        if (!read(open.file, open.before)) reason_ = "the counters of the memory controllers cannot be read";
    }
}

std::optional<double> MemoryTrafficMeter::bytesSince(const Open& open) {
    Reading now;
    if (!read(open.file, now) || now.runningNs <= open.before.runningNs) return std::nullopt;
    const double share = static_cast<double>(now.runningNs - open.before.runningNs) /
                         static_cast<double>(now.enabledNs - open.before.enabledNs);
    return static_cast<double>(now.value - open.before.value) / share * open.counter.bytes;
}

MemoryTrafficMeter::Outcome MemoryTrafficMeter::stop() const {
    if (!reason_.empty()) return {std::nullopt, reason_};
    double readBytes = 0;
    double writeBytes = 0;
    for (const Open& open : open_) {
        const std::optional<double> bytes = bytesSince(open);
        if (!bytes) return {std::nullopt, open.counter.device + " did not count: the hardware was taken by others"};
        (open.counter.isWrite ? writeBytes : readBytes) += *bytes;
    }
    return {MemoryTraffic{static_cast<uint64_t>(std::llround(readBytes)),
                          static_cast<uint64_t>(std::llround(writeBytes)), method_},
            ""};
}

}  // namespace ioproof
