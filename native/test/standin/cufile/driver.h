// All that the stand-in of cuFile keeps: the driver, files, registered memory, batches.
#pragma once

#include <sys/stat.h>

#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>

#include "gpu/cufile_abi.h"
#include "test/standin/cufile/statistics.h"
#include "test/standin/device_memory.h"

namespace ioproof::standin {

struct File {
    int descriptor;
    /// Of the file when it was registered.
    struct stat facts;
    /// Its transfers do not go through the memory of the host.
    bool direct;
    /// Was opened with O_DIRECT.
    bool unbuffered;
    std::atomic<int> users{0};
};

/// Never taken down: threads may call until the process has ended.
struct CufileState {
    /// Each transfer looks for its file: that must not wait.
    std::shared_mutex mutex;
    /// How often it was opened and not closed.
    std::atomic<int> opened{0};
    /// The one that the parameters were set under.
    const Script* script = nullptr;
    std::map<int, bool> parameters;
    bool compatAllowed = true;
    bool compatForced = false;
    std::map<cufile::Handle, std::shared_ptr<File>> files;
    RangeTable buffers;
    std::set<cufile::Batch> batches;
    Statistics statistics;
    std::atomic<uint64_t> transfers{0};
    std::atomic<uint64_t> reads{0};
    std::atomic<uint64_t> writes{0};
};

CufileState& cufileState();

/// Forgets the parameters that were set before the latest cuInit. Under the mutex.
void refresh(CufileState& state);
/// Whether no file may go through the memory of the host. Under the mutex.
bool isStrict(const CufileState& state);

inline constexpr cufile::Error fine{0, 0};
inline cufile::Error failed(int code, int cuda = 0) { return {code, cuda}; }

/// Why a call must be refused: by the script, or without a context; else `fine`.
cufile::Error refusalOf(const char* function);
/// Likewise, also where the driver is not open.
cufile::Error refusalWhenOpen(const char* function);

/// Null for what is no handle.
std::shared_ptr<File> fileOf(cufile::Handle handle);

}  // namespace ioproof::standin
