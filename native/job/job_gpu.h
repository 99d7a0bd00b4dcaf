// The GPU side of a job: opened before its workers, read before and after they work, closed after them.
#pragma once

#include <vector>

#include "core/file_descriptor.h"
#include "core/file_namespace.h"
#include "gpu/gpu_session.h"
#include "job/job_summary.h"

namespace ioproof {

class JobGpu {
public:
    /// On the control thread. `engine`: the one in use. Throws JobError as GpuSession does.
    JobGpu(const JobSpec& spec, EngineKind engine);

    GpuSession& session() { return session_; }
    /// Open files of kind block; those of kind files, the engines register. Throws JobError CUFILE_… of a file.
    void registerFiles(const std::vector<FileDescriptor>& files, const FileNamespace& names);

    /// Statistics, once the workers are prepared, and once none of them does a measured operation any more: what comes
    /// later is in no count.
    void readBefore();
    void readAfter(const Workers& workers);
    /// `noSamples`: why the job has none; empty where the workers have looked.
    GpuResult result(const Workers& workers, const std::string& noSamples) const;

    /// Ends the engines, each with its GPU, and gives back what is registered; the files are still open. Never throws.
    void endEngines(Workers& workers);

private:
    GpuSession session_;
    std::optional<CufileStats> before_;
    std::optional<CufileStats> after_;
    GpuCounters counters_;
};

}  // namespace ioproof
