<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Ui</name>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>降级</translation>
    </message>
    <message>
        <source>down</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>陈旧</translation>
    </message>
    <message>
        <source>not configured</source>
        <translation>未配置</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Making the plan</source>
        <translation>正在制定计划</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Reading what would change, and checking whether it may</source>
        <translation>正在读取将要改变的内容，并检查是否允许</translation>
    </message>
    <message>
        <source>Written into the ledger</source>
        <translation>将写入操作账本</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Name of what will be changed</source>
        <translation>变更目标的名称</translation>
    </message>
    <message>
        <source>Type %1 to confirm</source>
        <translation>输入 %1 以确认</translation>
    </message>
    <message>
        <source>This window is read-only.</source>
        <translation>此窗口为只读。</translation>
    </message>
    <message>
        <source>A check says no; its reason stands above.</source>
        <translation>有前置检查未通过，原因见上方。</translation>
    </message>
    <message>
        <source>Continue in the background</source>
        <translation>转到后台继续</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>What will change</source>
        <translation>将要改变的内容</translation>
    </message>
    <message>
        <source>Show the difference</source>
        <translation>显示差异</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>前置检查</translation>
    </message>
    <message>
        <source>If you stop it: %1</source>
        <translation>若中途停止：%1</translation>
    </message>
    <message>
        <source>To go back: %1</source>
        <translation>如需撤回：%1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>taking back</source>
        <translation>撤回中</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>Done and verified.</source>
        <translation>已完成，并已核对。</translation>
    </message>
    <message>
        <source>Taken back: everything it had changed is as it was before.</source>
        <translation>已撤回：所做的改动均已还原。</translation>
    </message>
    <message>
        <source>Stopped. What was done stays, as the plan said.</source>
        <translation>已停止。已做的部分按计划保留。</translation>
    </message>
    <message>
        <source>It could not be finished and could not be taken back. Mend the cause, then continue or take it back under Activity.</source>
        <translation>操作未能完成，也未能撤回。请先排除原因，再到“操作记录”中继续或撤回。</translation>
    </message>
    <message>
        <source>Progress of the step</source>
        <translation>步骤进度</translation>
    </message>
    <message>
        <source>Elapsed: %1</source>
        <translation>已用时：%1</translation>
    </message>
    <message>
        <source>started</source>
        <translation>已开始</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>操作记录</translation>
    </message>
    <message>
        <source>Operations</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>操作账本</translation>
    </message>
    <message>
        <source>Continue operation</source>
        <translation>继续操作</translation>
    </message>
    <message>
        <source>Take operation back</source>
        <translation>撤回操作</translation>
    </message>
    <message>
        <source>No operation was run yet</source>
        <translation>尚未运行过操作</translation>
    </message>
    <message>
        <source>Backups, restores and scalings of this profile are listed here, whoever ran them.</source>
        <translation>用此连接配置做过的备份、恢复和扩缩容都列在这里，无论由谁执行。</translation>
    </message>
    <message>
        <source>The ledger is empty</source>
        <translation>操作账本为空</translation>
    </message>
    <message>
        <source>Every change made through the console or qbmctl is written here, each line sealed by the one after it.</source>
        <translation>通过控制台或 qbmctl 所做的每次变更都记在这里，每一行都由后一行的校验和锁定。</translation>
    </message>
    <message>
        <source>Nothing is left unfinished.</source>
        <translation>没有未完成的操作。</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) were left unfinished: continue them or take them back.</source>
        <translation>
            <numerusform>有 %n 个操作未完成：请继续或撤回。</numerusform>
        </translation>
    </message>
    <message>
        <source>unfinished operation</source>
        <translation>有未完成的操作</translation>
    </message>
    <message numerus="yes">
        <source>Intact: %n entries, each sealed by the one after it.</source>
        <translation>
            <numerusform>完好：共 %n 条记录，每条都由后一条的校验和锁定。</numerusform>
        </translation>
    </message>
    <message>
        <source>Damaged at line %1: %2</source>
        <translation>第 %1 行损坏：%2</translation>
    </message>
    <message>
        <source>Choose an unfinished operation first.</source>
        <translation>请先选择一个未完成的操作。</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>最近变化</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Remembered for the way back</source>
        <translation>为撤回而记下的内容</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>容量分析</translation>
    </message>
    <message>
        <source>Measuring %1</source>
        <translation>正在测量 %1</translation>
    </message>
    <message>
        <source>There is nothing to predict from.</source>
        <translation>缺少数据，无法预测。</translation>
    </message>
    <message>
        <source>There is nothing to predict from</source>
        <translation>缺少数据，无法预测</translation>
    </message>
    <message>
        <source>Predicted by queueing theory (Erlang C) from the requests of the last %1.</source>
        <translation>根据最近 %1 的请求，用排队论（Erlang C）预测。</translation>
    </message>
    <message>
        <source>Scale %1 to %2…</source>
        <translation>将 %1 扩缩到 %2…</translation>
    </message>
    <message>
        <source>Scale %1…</source>
        <translation>扩缩容 %1…</translation>
    </message>
    <message>
        <source>This connection is read-only.</source>
        <translation>此连接为只读。</translation>
    </message>
    <message>
        <source>It has %1 replicas already. Choose another number in the chart or the table.</source>
        <translation>现有副本数已经是 %1。请在图表或表格中另选一个数量。</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>是否达标</translation>
    </message>
    <message>
        <source>Replicas</source>
        <translation>副本数</translation>
    </message>
    <message>
        <source>95 % band</source>
        <translation>95 % 区间</translation>
    </message>
    <message>
        <source>From the sampling error of what was measured; it says nothing of how well the model fits.</source>
        <translation>只反映测量的抽样误差，不说明模型是否贴合。</translation>
    </message>
    <message>
        <source>without end</source>
        <translation>无上限</translation>
    </message>
    <message>
        <source>now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>fewest</source>
        <translation>最少</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>Mean wait</source>
        <translation>平均等待</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Load: as at present</source>
        <translation>负载：与当前相同</translation>
    </message>
    <message>
        <source>Load: %1 times the present</source>
        <translation>负载：当前的 %1 倍</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>Deployment</translation>
    </message>
    <message>
        <source>Measured over the last</source>
        <translation>测量时段</translation>
    </message>
    <message>
        <source>Wanted p95</source>
        <translation>期望的 p95</translation>
    </message>
    <message>
        <source>Most replicas to consider</source>
        <translation>最多考虑的副本数</translation>
    </message>
    <message>
        <source>Variability of service times</source>
        <translation>服务时间的变异性</translation>
    </message>
    <message>
        <source>0: all take the same. 1: exponential. Above: a few are very long.</source>
        <translation>0：全都一样。1：指数分布。大于 1：少数请求特别长。</translation>
    </message>
    <message>
        <source>at the present %1</source>
        <translation>当前流量（%1）</translation>
    </message>
    <message>
        <source>at %1, %2 times the present load</source>
        <translation>%1 的流量（当前的 %2 倍）</translation>
    </message>
    <message>
        <source>overloaded</source>
        <translation>过载</translation>
    </message>
    <message>
        <source>misses</source>
        <translation>不达标</translation>
    </message>
    <message>
        <source>may miss</source>
        <translation>可能不达标</translation>
    </message>
    <message>
        <source>meets</source>
        <translation>达标</translation>
    </message>
    <message>
        <source>No number of replicas up to %1 keeps p95 under %2 %3.</source>
        <translation>在%3下，即使增加到 %1 个副本，p95 也无法低于 %2。</translation>
    </message>
    <message>
        <source>1 replica keeps p95 under %1 %2.</source>
        <translation>在%2下，1 个副本即可使 p95 低于 %1。</translation>
    </message>
    <message>
        <source>%1 replicas keep p95 under %2 %3.</source>
        <translation>在%3下，%1 个副本可使 p95 低于 %2。</translation>
    </message>
    <message>
        <source>Predicted p95</source>
        <translation>预测 p95</translation>
    </message>
    <message>
        <source>Measured p95</source>
        <translation>实测 p95</translation>
    </message>
    <message>
        <source>target %1</source>
        <translation>目标 %1</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求量</translation>
    </message>
    <message>
        <source>Mean response</source>
        <translation>平均响应时间</translation>
    </message>
    <message>
        <source>Ready replicas</source>
        <translation>就绪副本</translation>
    </message>
    <message>
        <source>p95 by number of replicas</source>
        <translation>各副本数下的 p95</translation>
    </message>
    <message>
        <source>Prediction for each number of replicas</source>
        <translation>各副本数的预测</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Tables of the backup</source>
        <translation>备份中的表</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>no record</source>
        <translation>无记录</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>被截断</translation>
    </message>
    <message>
        <source>no backup</source>
        <translation>没有备份</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Data as of</source>
        <translation>数据截至</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Size in the server</source>
        <translation>服务器上的大小</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>备份工具</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>校验时间</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>尚未校验</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Restore this backup</source>
        <translation>恢复此备份</translation>
    </message>
    <message>
        <source>Stop verifying</source>
        <translation>停止校验</translation>
    </message>
    <message>
        <source>Verify this backup</source>
        <translation>校验此备份</translation>
    </message>
    <message>
        <source>Filter by name, label or state</source>
        <translation>按名称、标签或状态筛选</translation>
    </message>
    <message>
        <source>There is no backup yet</source>
        <translation>还没有备份</translation>
    </message>
    <message>
        <source>&quot;Back up now&quot; makes the first one in %1.</source>
        <translation>点击“立即备份”，即可在 %1 中生成第一个备份。</translation>
    </message>
    <message>
        <source>Nothing can be restored: there is no usable backup in %1.</source>
        <translation>无法恢复：%1 中没有可用的备份。</translation>
    </message>
    <message>
        <source>A restore now loses %1</source>
        <translation>现在恢复会丢失 %1 的数据</translation>
    </message>
    <message>
        <source> and takes about %1.</source>
        <translation>，大约需要 %1。</translation>
    </message>
    <message>
        <source>; how long it takes is not known until one was made.</source>
        <translation>；还没有做过恢复，所需时间未知。</translation>
    </message>
    <message numerus="yes">
        <source>%n usable backup(s), %1 in %2.</source>
        <translation>
            <numerusform>%2 中有 %n 个可用的备份，共 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>broken files in the backup folder</source>
        <translation>备份目录中有损坏的文件</translation>
    </message>
    <message>
        <source>Choose a usable backup in the table first.</source>
        <translation>请先在表格中选择一个可用的备份。</translation>
    </message>
    <message>
        <source>Reads it from end to end and compares it with its checksum</source>
        <translation>从头读到尾，并与校验和比对</translation>
    </message>
    <message>
        <source>This backup cannot be restored</source>
        <translation>此备份不能恢复</translation>
    </message>
    <message>
        <source>Reading %1 from end to end</source>
        <translation>正在从头到尾读取 %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 is in order: its checksum is the one taken when it was made (%2, %n table(s)).</source>
        <translation>
            <numerusform>%1 完好：校验和与制作时一致（%2，%n 张表）。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 can be read to its end (%2, %n table(s)). There is no checksum to hold it against.</source>
        <translation>
            <numerusform>%1 可以读到结尾（%2，%n 张表），但没有校验和可供比对。</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>scaled to 0</source>
        <translation>已缩到 0</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>stuck</source>
        <translation>卡住</translation>
    </message>
    <message>
        <source>progressing</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>已更新</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所属对象</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>重启次数</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最近出现</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>cordoned</source>
        <translation>已封锁</translation>
    </message>
    <message>
        <source>Cores</source>
        <translation>CPU 核数</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Pod places</source>
        <translation>可容纳 Pod 数</translation>
    </message>
    <message>
        <source>Kubelet</source>
        <translation>Kubelet</translation>
    </message>
    <message>
        <source>Scales</source>
        <translation>作用对象</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Wanted</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>集群</translation>
    </message>
    <message>
        <source>Deployments</source>
        <translation>Deployment</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Autoscalers</source>
        <translation>自动扩缩容器</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>No deployments in %1</source>
        <translation>%1 中没有 Deployment</translation>
    </message>
    <message>
        <source>No pods in %1</source>
        <translation>%1 中没有 Pod</translation>
    </message>
    <message>
        <source>No events in %1</source>
        <translation>%1 中没有事件</translation>
    </message>
    <message>
        <source>The server forgets events after an hour.</source>
        <translation>服务器只保留一小时内的事件。</translation>
    </message>
    <message>
        <source>No nodes</source>
        <translation>没有节点</translation>
    </message>
    <message>
        <source>No autoscalers in %1</source>
        <translation>%1 中没有自动扩缩容器</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>context %1，服务器 %2</translation>
    </message>
    <message>
        <source>%1 in context %2</source>
        <translation>命名空间 %1，context %2</translation>
    </message>
    <message numerus="yes">
        <source>All %n deployments are ready.</source>
        <translation>
            <numerusform>全部 %n 个 Deployment 均已就绪。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deployment(s) are not as they should be.</source>
        <translation>
            <numerusform>有 %n 个 Deployment 状态异常。</numerusform>
        </translation>
    </message>
    <message>
        <source>a deployment is not ready</source>
        <translation>有 Deployment 未就绪</translation>
    </message>
    <message>
        <source>Scale deployment</source>
        <translation>扩缩容 Deployment</translation>
    </message>
    <message>
        <source>Scale %1</source>
        <translation>扩缩容 %1</translation>
    </message>
    <message>
        <source>Choose a deployment in the table first.</source>
        <translation>请先在表格中选择一个 Deployment。</translation>
    </message>
    <message>
        <source>Show deployment %1</source>
        <translation>显示 Deployment %1</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>命名空间</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>%1 wanted, %2 ready, %3 up to date</source>
        <translation>期望 %1，就绪 %2，已更新 %3</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>更新策略</translation>
    </message>
    <message>
        <source>Selector</source>
        <translation>选择器</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>容器</translation>
    </message>
    <message numerus="yes">
        <source>, %n restart(s)</source>
        <translation>
            <numerusform>，重启 %n 次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It has %n replica(s) now. The next step shows what a change means and checks whether it may run.</source>
        <translation>
            <numerusform>现有 %n 个副本。下一步会说明这次变更意味着什么，并检查是否可以执行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the plan</source>
        <translation>查看计划</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>新建连接</translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation>编辑连接</translation>
    </message>
    <message>
        <source>Where the parts of one QBM system answer. What it does not have stays unchecked.</source>
        <translation>填写一套 QBM 系统各部件的地址。系统没有的部件不必勾选。</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Save and connect</source>
        <translation>保存并连接</translation>
    </message>
    <message>
        <source>Testing</source>
        <translation>正在测试</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Shown in the header and used as the file&apos;s name</source>
        <translation>显示在顶栏，也用作文件名</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Production asks for the target&apos;s name before every change</source>
        <translation>生产级别在每次变更前都要求输入目标名称</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>TLS mode</source>
        <translation>TLS 模式</translation>
    </message>
    <message>
        <source>Database number</source>
        <translation>数据库编号</translation>
    </message>
    <message>
        <source>Empty: the default user</source>
        <translation>留空：默认用户</translation>
    </message>
    <message>
        <source>Key prefix</source>
        <translation>键前缀</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Empty: KUBECONFIG, else ~/.kube/config</source>
        <translation>留空：KUBECONFIG，其次 ~/.kube/config</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Context</translation>
    </message>
    <message>
        <source>Empty: the file&apos;s current context</source>
        <translation>留空：文件中的当前 context</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Empty: a folder beside the journals of this profile</source>
        <translation>留空：此连接配置的操作日志旁的目录</translation>
    </message>
    <message>
        <source>This system has it</source>
        <translation>系统有此部件</translation>
    </message>
    <message>
        <source>%1: this system has it</source>
        <translation>%1：系统有此部件</translation>
    </message>
    <message>
        <source>Where the secret is kept; the profile never holds it</source>
        <translation>密钥的存放位置；连接配置本身不保存密钥</translation>
    </message>
    <message>
        <source>Bearer token</source>
        <translation>Bearer token</translation>
    </message>
    <message>
        <source>Certificate file</source>
        <translation>证书文件</translation>
    </message>
    <message>
        <source>PEM file of the authority to trust; empty: the system&apos;s</source>
        <translation>所信任 CA 的 PEM 文件；留空：使用系统的</translation>
    </message>
    <message>
        <source>A URL that begins with http:// or https:// is expected.</source>
        <translation>应为以 http:// 或 https:// 开头的 URL。</translation>
    </message>
    <message>
        <source>A name without &quot;/&quot; that does not begin with a dot is expected.</source>
        <translation>名称不能含“/”，也不能以点开头。</translation>
    </message>
    <message>
        <source>not completed</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>仪表盘</translation>
    </message>
    <message>
        <source>There is no dashboard</source>
        <translation>没有仪表盘</translation>
    </message>
    <message>
        <source>Put dashboards exported from Grafana (JSON) into %1.</source>
        <translation>把从 Grafana 导出的仪表盘（JSON）放到 %1。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>This dashboard has no panels</source>
        <translation>此仪表盘没有面板</translation>
    </message>
    <message>
        <source>Choose another one at the top.</source>
        <translation>请在顶部另选一个。</translation>
    </message>
    <message>
        <source>There are %1 more such notes.</source>
        <translation>另有 %1 条此类提示。</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>Open dashboard %1</source>
        <translation>打开仪表盘 %1</translation>
    </message>
    <message>
        <source>Time range: %1</source>
        <translation>时间范围：%1</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>仪表盘</translation>
    </message>
    <message>
        <source>The file was not written</source>
        <translation>文件未写入</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>无法写入 %1：%2。请另选一个目录。</translation>
    </message>
    <message>
        <source>Save picture of %1</source>
        <translation>保存 %1 的图片</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Save numbers of %1</source>
        <translation>保存 %1 的数值</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Shown as of %1 ago. %2</source>
        <translation>显示的是 %1 前的数据。%2</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The query gives %1 series; the first is shown.</source>
        <translation>查询返回 %1 条序列，显示第一条。</translation>
    </message>
    <message>
        <source>Save or copy</source>
        <translation>保存或复制</translation>
    </message>
    <message>
        <source>Menu of %1</source>
        <translation>%1 的菜单</translation>
    </message>
    <message>
        <source>This panel cannot be shown</source>
        <translation>此面板无法显示</translation>
    </message>
    <message>
        <source>Panels of type &quot;%1&quot; are not supported. The other panels of the dashboard are.</source>
        <translation>不支持“%1”类型的面板。此仪表盘的其他面板照常显示。</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>保存图片…</translation>
    </message>
    <message>
        <source>Save numbers as CSV…</source>
        <translation>将数值保存为 CSV…</translation>
    </message>
    <message>
        <source>Copy query</source>
        <translation>复制查询语句</translation>
    </message>
    <message>
        <source>Last 15 min</source>
        <translation>最近 15 分钟</translation>
    </message>
    <message>
        <source>Last 1 h</source>
        <translation>最近 1 小时</translation>
    </message>
    <message>
        <source>Last 6 h</source>
        <translation>最近 6 小时</translation>
    </message>
    <message>
        <source>Last 24 h</source>
        <translation>最近 24 小时</translation>
    </message>
    <message>
        <source>Last 2 d</source>
        <translation>最近 2 天</translation>
    </message>
    <message>
        <source>Last 7 d</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Back to the range before</source>
        <translation>返回上一个时间范围</translation>
    </message>
    <message>
        <source>Time range. Drag across a chart for a part of it, double-click to go back.</source>
        <translation>时间范围。在图表上横向拖动可选取一段，双击返回。</translation>
    </message>
    <message>
        <source>How often the charts ask for news</source>
        <translation>图表的刷新频率</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>最近 %1</translation>
    </message>
    <message>
        <source>Refresh: %1</source>
        <translation>刷新：%1</translation>
    </message>
    <message>
        <source>Checked: %1</source>
        <translation>检查时间：%1</translation>
    </message>
    <message>
        <source>Show %1 on page Cluster</source>
        <translation>在“集群”页显示 %1</translation>
    </message>
    <message>
        <source>Show its backups</source>
        <translation>查看备份</translation>
    </message>
    <message>
        <source>Show dashboards</source>
        <translation>查看仪表盘</translation>
    </message>
    <message>
        <source>checked at %1</source>
        <translation>检查于 %1</translation>
    </message>
    <message>
        <source>%1 old</source>
        <translation>%1 前的数据</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Nothing is configured</source>
        <translation>尚未配置任何部件</translation>
    </message>
    <message>
        <source>The profile names no part of the system. Say in it where PostgreSQL, Redis, Prometheus and Kubernetes answer.</source>
        <translation>连接配置中没有写明任何部件。请在其中写明 PostgreSQL、Redis、Prometheus 和 Kubernetes 的地址。</translation>
    </message>
    <message>
        <source>Details of %1</source>
        <translation>%1 的详情</translation>
    </message>
    <message>
        <source>cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>replication</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>scrapes</source>
        <translation>采集</translation>
    </message>
    <message>
        <source>alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Map of the system</source>
        <translation>系统拓扑图</translation>
    </message>
    <message>
        <source>A page, an object or an action</source>
        <translation>页面、对象或动作</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>Connect to a system</source>
        <translation>连接系统</translation>
    </message>
    <message>
        <source>Connected system: %1</source>
        <translation>已连接的系统：%1</translation>
    </message>
    <message>
        <source>Search or run…</source>
        <translation>搜索或执行…</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <comment>operations</comment>
        <translation>
            <numerusform>%n 个运行中</numerusform>
        </translation>
    </message>
    <message>
        <source>Operations of this window</source>
        <translation>本窗口的操作</translation>
    </message>
    <message>
        <source>Settings and help</source>
        <translation>设置和帮助</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Dense tables</source>
        <translation>紧凑表格</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>About QBM Console</source>
        <translation>关于 QBM Console</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>%1 · profile %2</source>
        <translation>%1 · 连接配置 %2</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>转到 %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was left unfinished. Continue it or take it back.</source>
        <translation>“%1”未完成。请继续或撤回。</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>去处理</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Operations are running</source>
        <translation>有操作正在运行</translation>
    </message>
    <message>
        <source>Closing the window stops them; each is taken back or left as its plan says, and the window closes when that is done.</source>
        <translation>关闭窗口会停止这些操作；每个操作按各自的计划撤回或保留，全部结束后窗口才关闭。</translation>
    </message>
    <message>
        <source>Stop them and close</source>
        <translation>停止操作并关闭</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>%1 · running for %2</source>
        <translation>%1 · 已运行 %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Nothing was run yet.</source>
        <translation>尚未运行过任何操作。</translation>
    </message>
    <message>
        <source>Open a profile file…</source>
        <translation>打开配置文件…</translation>
    </message>
    <message>
        <source>Open a profile file</source>
        <translation>打开配置文件</translation>
    </message>
    <message>
        <source>Profiles (*.yaml)</source>
        <translation>连接配置 (*.yaml)</translation>
    </message>
    <message>
        <source>New connection…</source>
        <translation>新建连接…</translation>
    </message>
    <message>
        <source>Edit this connection…</source>
        <translation>编辑此连接…</translation>
    </message>
    <message>
        <source>No system is connected</source>
        <translation>未连接系统</translation>
    </message>
    <message>
        <source>A profile says where PostgreSQL, Redis, Prometheus and Kubernetes of your QBM system answer. Try the console on a lab first: ./run starts one on this machine.</source>
        <translation>连接配置写明 QBM 系统的 PostgreSQL、Redis、Prometheus 和 Kubernetes 在哪里应答。可先用实验环境试用控制台：./run 会在本机启动一套。</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Operations console of the QBM AI system. Free software under the GNU General Public License, version 3 or later, without any warranty.</source>
        <translation>QBM AI 系统的运维控制台。本程序是自由软件，遵循 GNU 通用公共许可证第 3 版或更新版本，不附带任何担保。</translation>
    </message>
    <message>
        <source>Requests at once per replica</source>
        <translation>每副本同时处理的请求数</translation>
    </message>
    <message>
        <source>The model is %1 % off at the present %2.</source>
        <translation>在当前的 %2 个副本下，模型偏差 %1 %。</translation>
    </message>
    <message>
        <source>not a backup</source>
        <translation>不是备份</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>5 s</source>
        <translation>5 秒</translation>
    </message>
    <message>
        <source>15 s</source>
        <translation>15 秒</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 分钟</translation>
    </message>
    <message>
        <source>I have read the plan</source>
        <translation>我已阅读计划</translation>
    </message>
    <message>
        <source>Read the plan first.</source>
        <translation>请先阅读计划。</translation>
    </message>
    <message>
        <source>There is no plan</source>
        <translation>没有计划</translation>
    </message>
    <message>
        <source>Type %1 above to confirm.</source>
        <translation>请在上方输入 %1 以确认。</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配项</translation>
    </message>
</context>
<context>
    <name>Widgets</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>max %1</source>
        <translation>最大 %1</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>No traffic</source>
        <translation>无流量</translation>
    </message>
    <message>
        <source>The source answers, but there was nothing to measure in this range.</source>
        <translation>数据源有响应，但该时间范围内没有可统计的请求。</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>The source has no values in this range.</source>
        <translation>数据源在该时间范围内没有数值。</translation>
    </message>
    <message>
        <source>target %1</source>
        <translation>目标 %1</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>lab</source>
        <translation>实验室</translation>
    </message>
    <message>
        <source>development</source>
        <translation>开发</translation>
    </message>
    <message>
        <source>staging</source>
        <translation>预发</translation>
    </message>
    <message>
        <source>production</source>
        <translation>生产</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1 (exactly %2)</source>
        <translation>%1（精确值 %2）</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation>数据源：%1</translation>
    </message>
    <message>
        <source>Query: %1</source>
        <translation>查询：%1</translation>
    </message>
    <message>
        <source>Time: %1</source>
        <translation>时间：%1</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>加载中…</translation>
    </message>
    <message>
        <source>Shown as of %1 ago. %2</source>
        <translation>显示的是 %1 前的数据。%2</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>The request is not valid</source>
        <translation>请求无效</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Access denied</source>
        <translation>拒绝访问</translation>
    </message>
    <message>
        <source>Cannot be reached</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>No answer in time</source>
        <translation>响应超时</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>In use or changed meanwhile</source>
        <translation>正被占用或已被他人修改</translation>
    </message>
    <message>
        <source>The answer makes no sense</source>
        <translation>返回的数据无法识别</translation>
    </message>
    <message>
        <source>Out of resources</source>
        <translation>资源不足</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>结果未知</translation>
    </message>
    <message>
        <source>Not supported here</source>
        <translation>此处不支持</translation>
    </message>
    <message>
        <source>A fault in the console</source>
        <translation>控制台内部故障</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Say where the secret is, for example %1.</source>
        <translation>填写密钥的位置，例如 %1。</translation>
    </message>
    <message>
        <source>The file needs an absolute path.</source>
        <translation>文件必须使用绝对路径。</translation>
    </message>
    <message>
        <source>A cluster secret is named NAMESPACE/NAME/KEY.</source>
        <translation>集群 Secret 的写法为 NAMESPACE/NAME/KEY。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Keyring</source>
        <translation>密钥环</translation>
    </message>
    <message>
        <source>PostgreSQL password file</source>
        <translation>PostgreSQL 密码文件（pgpass）</translation>
    </message>
    <message>
        <source>Cluster secret</source>
        <translation>集群 Secret</translation>
    </message>
    <message>
        <source>Where the secret is kept</source>
        <translation>密钥存放方式</translation>
    </message>
    <message>
        <source>Place of the secret</source>
        <translation>密钥位置</translation>
    </message>
    <message>
        <source>No row matches the filter</source>
        <translation>没有符合筛选条件的行</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) are hidden by it.</source>
        <translation>
            <numerusform>筛选隐藏了 %n 行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>暂无内容</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>重置列</translation>
    </message>
    <message>
        <source>Copy as table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>陈旧</translation>
    </message>
    <message>
        <source>info</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>no traffic</source>
        <translation>无流量</translation>
    </message>
    <message>
        <source>source down</source>
        <translation>数据源不可用</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>无数据</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>The arrival rate has to be above zero.</source>
        <translation>到达率必须大于 0。</translation>
    </message>
    <message>
        <source>The mean response time has to be above zero.</source>
        <translation>平均响应时间必须大于 0。</translation>
    </message>
    <message>
        <source>The number of replicas has to be from 1 to %1, not %2.</source>
        <translation>副本数必须在 1 到 %1 之间，不能是 %2。</translation>
    </message>
    <message>
        <source>The servers per replica have to be from 1 to %1, not %2.</source>
        <translation>每副本同时处理的请求数必须在 1 到 %1 之间，不能是 %2。</translation>
    </message>
    <message>
        <source>The largest number of replicas has to be from 1 to %1, not %2.</source>
        <translation>最多考虑的副本数必须在 1 到 %1 之间，不能是 %2。</translation>
    </message>
    <message>
        <source>A quantile lies between 0 and 1.</source>
        <translation>分位数应在 0 和 1 之间。</translation>
    </message>
    <message>
        <source>The target has to be a time above zero.</source>
        <translation>目标必须是大于 0 的时间。</translation>
    </message>
    <message>
        <source>The load has to be above zero.</source>
        <translation>负载必须大于 0。</translation>
    </message>
    <message>
        <source>The number of samples cannot be negative.</source>
        <translation>样本数不能为负。</translation>
    </message>
    <message>
        <source>A queue needs an arrival rate and a service rate above zero.</source>
        <translation>排队模型要求到达率和服务率都大于 0。</translation>
    </message>
    <message>
        <source>A queue needs at least one server.</source>
        <translation>排队模型至少要有一个服务台。</translation>
    </message>
    <message>
        <source>Squared coefficients of variation are finite numbers of 0 or more, not both 0.</source>
        <translation>变异系数的平方必须是大于或等于 0 的有限数，且不能同时为 0。</translation>
    </message>
    <message>
        <source>Back up %1</source>
        <translation>备份 %1</translation>
    </message>
    <message>
        <source>The application keeps running; the dump reads one consistent snapshot and changes nothing in the database.</source>
        <translation>应用照常运行；转储读取同一个一致的快照，不改变数据库中的任何内容。</translation>
    </message>
    <message>
        <source>database %1</source>
        <translation>数据库 %1</translation>
    </message>
    <message>
        <source>is read in one snapshot (%1 on the server)</source>
        <translation>以同一个快照读取（服务器上为 %1）</translation>
    </message>
    <message>
        <source>folder %1</source>
        <translation>目录 %1</translation>
    </message>
    <message>
        <source>Delete the new file.</source>
        <translation>删除新文件。</translation>
    </message>
    <message>
        <source>Dump %1</source>
        <translation>转储 %1</translation>
    </message>
    <message>
        <source>gets a new backup of about %1, in about %2 by the last one</source>
        <translation>将新增一个约 %1 的备份，按上一次估计约需 %2</translation>
    </message>
    <message>
        <source>gets a new backup of at most about %1; there is no earlier one to judge by</source>
        <translation>将新增一个最多约 %1 的备份；没有更早的备份可供估计</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Cannot read the backup folder %1</source>
        <translation>无法读取备份目录 %1</translation>
    </message>
    <message>
        <source>The file has the size its sidecar names; verify reads it to the end.</source>
        <translation>文件大小与附属记录一致；校验会把它读到结尾。</translation>
    </message>
    <message>
        <source>A dump without a sidecar, as the backup script makes them: it can be restored, but there are no row counts to hold it against.</source>
        <translation>没有附属记录的转储，备份脚本生成的就是这样：可以恢复，但没有行数可供比对。</translation>
    </message>
    <message>
        <source>Still being written, or left behind by a program that was ended; it cannot be restored.</source>
        <translation>还在写入，或是程序被结束时留下的；不能恢复。</translation>
    </message>
    <message>
        <source>Shorter than it was when it was made; do not rely on it.</source>
        <translation>比制作时短；不可依赖。</translation>
    </message>
    <message>
        <source>Not the archive its name or its sidecar promises; do not rely on it.</source>
        <translation>内容不是其名称或附属记录所说的归档；不可依赖。</translation>
    </message>
    <message>
        <source>The sidecar is there, the dump is not.</source>
        <translation>附属记录还在，转储文件已不在。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not the name of a backup; give a name from the list of %2, or LATEST.</source>
        <translation>“%1”不是备份的名称；请使用 %2 列表中的名称，或 LATEST。</translation>
    </message>
    <message>
        <source>There is no usable backup in %1; make one first.</source>
        <translation>%1 中没有可用的备份；请先做一个备份。</translation>
    </message>
    <message>
        <source>There is no backup %1 in %2.</source>
        <translation>%2 中没有备份 %1。</translation>
    </message>
    <message>
        <source>pg_restore could not restore %1 into %2: %3</source>
        <translation>pg_restore 未能把 %1 恢复到 %2：%3</translation>
    </message>
    <message>
        <source>The journal&apos;s list of tables cannot be read.</source>
        <translation>无法读取操作日志中的表清单。</translation>
    </message>
    <message>
        <source>Counting %1.%2</source>
        <translation>正在统计 %1.%2 的行数</translation>
    </message>
    <message>
        <source>%1 of %2 tables do not hold the rows that the backup holds.</source>
        <translation>%2 张表中有 %1 张的行数与备份不一致。</translation>
    </message>
    <message>
        <source>%1 from %2 as %3 (%4, process %5)</source>
        <translation>%1，来自 %2，用户 %3（%4，进程 %5）</translation>
    </message>
    <message>
        <source>%1 sessions still use the database %2: %3. End them and try again.</source>
        <translation>仍有 %1 个会话在使用数据库 %2：%3。请结束这些会话后重试。</translation>
    </message>
    <message>
        <source>Waiting for %1 sessions to end: %2</source>
        <translation>正在等待 %1 个会话结束：%2</translation>
    </message>
    <message>
        <source>Cannot create %1</source>
        <translation>无法创建 %1</translation>
    </message>
    <message>
        <source>%1 is being written by another program.</source>
        <translation>另一个程序正在写入 %1。</translation>
    </message>
    <message>
        <source>Cannot write %1</source>
        <translation>无法写入 %1</translation>
    </message>
    <message>
        <source>Cannot write %1 to the disk</source>
        <translation>无法将 %1 写入磁盘</translation>
    </message>
    <message>
        <source>Cannot name the backup %1</source>
        <translation>无法将备份命名为 %1</translation>
    </message>
    <message>
        <source>The disk of %1 is full: %2 were written, about %3 are needed and %4 are free now; the unfinished file is removed. Make room or choose another folder.</source>
        <translation>%1 所在的磁盘已满：已写入 %2，约需 %3，现剩余 %4；未完成的文件已删除。请腾出空间，或另选一个目录。</translation>
    </message>
    <message>
        <source>pg_dump could not dump %1: %2</source>
        <translation>pg_dump 未能转储 %1：%2</translation>
    </message>
    <message>
        <source>Dumping %1</source>
        <translation>正在转储 %1</translation>
    </message>
    <message>
        <source>Dumping table %1</source>
        <translation>正在转储表 %1</translation>
    </message>
    <message>
        <source>Counting rows in the snapshot</source>
        <translation>正在统计快照中的行数</translation>
    </message>
    <message>
        <source>Dumped %1</source>
        <translation>已转储 %1</translation>
    </message>
    <message>
        <source>%1 answers</source>
        <translation>%1 有应答</translation>
    </message>
    <message>
        <source>PostgreSQL %1</source>
        <translation>PostgreSQL %1</translation>
    </message>
    <message>
        <source>pg_dump and pg_restore fit PostgreSQL %1</source>
        <translation>pg_dump 和 pg_restore 与 PostgreSQL %1 相配</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1，位于 %2</translation>
    </message>
    <message>
        <source>%1 has room for the dump</source>
        <translation>%1 有空间存放转储</translation>
    </message>
    <message>
        <source>This user may not write there; choose another backup folder in the profile.</source>
        <translation>当前用户不能写入该目录；请在连接配置中另选备份目录。</translation>
    </message>
    <message>
        <source>%1 free, about %2 needed</source>
        <translation>剩余 %1，约需 %2</translation>
    </message>
    <message>
        <source>Cannot remove %1</source>
        <translation>无法删除 %1</translation>
    </message>
    <message>
        <source>The operation was begun on %1, but the profile names %2 now; open the profile it was begun with.</source>
        <translation>此操作是在 %1 上开始的，而连接配置现在指向 %2；请打开开始时所用的连接配置。</translation>
    </message>
    <message>
        <source>The profile names no cluster any more, but the restore stopped %1 there; add kubernetes to the profile again.</source>
        <translation>连接配置中已没有集群，但这次恢复停掉了集群中的 %1；请把 kubernetes 加回连接配置。</translation>
    </message>
    <message>
        <source>is not in the backup and is dropped with the table it is a partition of (%1 rows)</source>
        <translation>不在备份中，将随其父表一起删除（%1 行）</translation>
    </message>
    <message>
        <source>is not in the backup and stays as it is (%1 rows)</source>
        <translation>不在备份中，保持原样（%1 行）</translation>
    </message>
    <message>
        <source>is made again with %1 rows</source>
        <translation>将重新创建，含 %1 行</translation>
    </message>
    <message>
        <source>about %1 rows now, %2 in the backup</source>
        <translation>现有约 %1 行，备份中 %2 行</translation>
    </message>
    <message>
        <source>%1 rows now, %2 in the backup</source>
        <translation>现有 %1 行，备份中 %2 行</translation>
    </message>
    <message>
        <source>table %1.%2</source>
        <translation>表 %1.%2</translation>
    </message>
    <message>
        <source>%1 more tables</source>
        <translation>另有 %1 张表</translation>
    </message>
    <message>
        <source>with smaller differences; the backup&apos;s details list all of them</source>
        <translation>差异较小；备份的详情中列出全部</translation>
    </message>
    <message>
        <source>deployment %1</source>
        <translation>Deployment %1</translation>
    </message>
    <message>
        <source>%1 replicas, to 0 while the data is replaced, then back to %1</source>
        <translation>现有 %1 个副本，替换数据期间缩到 0，之后扩回 %1</translation>
    </message>
    <message>
        <source>%1 can be read to its end</source>
        <translation>%1 可以读到结尾</translation>
    </message>
    <message>
        <source>It was decoded to its end, but it has no sidecar: row counts cannot be compared after the restore.</source>
        <translation>已完整解码，但没有附属记录：恢复后无法比对行数。</translation>
    </message>
    <message>
        <source>SHA-256 and table of contents match its sidecar (%1)</source>
        <translation>SHA-256 和归档目录与附属记录一致（%1）</translation>
    </message>
    <message>
        <source>The backup&apos;s PostgreSQL version fits the server&apos;s</source>
        <translation>备份的 PostgreSQL 版本与服务器相配</translation>
    </message>
    <message>
        <source>dumped from %1, restored into %2</source>
        <translation>转储自 %1，恢复到 %2</translation>
    </message>
    <message>
        <source>%1 may replace what is in %2</source>
        <translation>%1 可以替换 %2 中的内容</translation>
    </message>
    <message>
        <source>The server is a standby and takes no writes; restore on its primary.</source>
        <translation>此服务器是备库，不接受写入；请在主库上恢复。</translation>
    </message>
    <message>
        <source>Only the database&apos;s owner or a superuser can; connect as one of them.</source>
        <translation>只有数据库属主或超级用户可以；请以其中之一连接。</translation>
    </message>
    <message>
        <source>owner of the database, or superuser</source>
        <translation>数据库属主或超级用户</translation>
    </message>
    <message>
        <source>Nothing outside the backup refers to its tables</source>
        <translation>备份之外没有表引用备份中的表</translation>
    </message>
    <message>
        <source>%1.%2 is not in the backup and has a foreign key to %3.%4; drop that key first.</source>
        <translation>%1.%2 不在备份中，却有外键引用 %3.%4；请先删除该外键。</translation>
    </message>
    <message>
        <source>no foreign key from a table that is not in the backup</source>
        <translation>没有来自备份之外的表的外键</translation>
    </message>
    <message>
        <source>Who uses the database now</source>
        <translation>现在谁在使用数据库</translation>
    </message>
    <message>
        <source>nobody but programs that only look</source>
        <translation>只有仅查看数据的程序</translation>
    </message>
    <message>
        <source>%1. Sessions of the application end with its pods; any other must be ended before the data is replaced.</source>
        <translation>%1。应用的会话会随其 Pod 结束；其他会话必须在替换数据之前结束。</translation>
    </message>
    <message>
        <source>The application can be stopped</source>
        <translation>应用可以停止</translation>
    </message>
    <message>
        <source>The profile names no cluster, so nobody can say that the application is quiet; add kubernetes to the profile.</source>
        <translation>连接配置中没有集群，无法确认应用已停；请在连接配置中加上 kubernetes。</translation>
    </message>
    <message>
        <source>%1 may be scaled</source>
        <translation>%1 允许扩缩容</translation>
    </message>
    <message>
        <source>It has 0 replicas now and will have 0 afterwards; see whether an earlier restore was interrupted.</source>
        <translation>现在是 0 个副本，之后也将是 0；请查看是否有更早的恢复被中断。</translation>
    </message>
    <message>
        <source>%1 replicas now</source>
        <translation>现有 %1 个副本</translation>
    </message>
    <message>
        <source>Restore %1 from %2</source>
        <translation>用 %2 恢复 %1</translation>
    </message>
    <message>
        <source>The application is down while the data is replaced, and everything written since %1 is lost.</source>
        <translation>替换数据期间应用不可用，%1 之后写入的内容全部丢失。</translation>
    </message>
    <message>
        <source>Everything written since %1 is lost.</source>
        <translation>%1 之后写入的内容全部丢失。</translation>
    </message>
    <message>
        <source>gets a safety dump of the present data, about %1</source>
        <translation>将新增现有数据的安全转储，约 %1</translation>
    </message>
    <message>
        <source>is replaced by the data of %1 (%2), in one transaction</source>
        <translation>将在一个事务内替换为 %1 的数据（%2）</translation>
    </message>
    <message>
        <source>Restore the safety dump.</source>
        <translation>恢复安全转储。</translation>
    </message>
    <message>
        <source>There is no safety dump yet.</source>
        <translation>还没有安全转储。</translation>
    </message>
    <message>
        <source>%1 has %2 replicas</source>
        <translation>%1 有 %2 个副本</translation>
    </message>
    <message>
        <source>Waiting until the pods of %1 are gone</source>
        <translation>正在等待 %1 的 Pod 全部退出</translation>
    </message>
    <message>
        <source>Waiting for %1 pods of %2</source>
        <translation>正在等待 %2 的 %1 个 Pod 退出</translation>
    </message>
    <message>
        <source>%1 was asked for 0 replicas and reads %2: somebody or an autoscaler changes it too.</source>
        <translation>已要求 %1 缩到 0 个副本，回读却是 %2：有人或自动扩缩容器也在修改它。</translation>
    </message>
    <message>
        <source>%1 had %2 replicas before and reads 0: somebody else scales it too.</source>
        <translation>%1 之前有 %2 个副本，回读却是 0：有人也在对它扩缩容。</translation>
    </message>
    <message>
        <source>%1 has its %2 replicas back</source>
        <translation>%1 已恢复为 %2 个副本</translation>
    </message>
    <message>
        <source>%1 had %2 replicas before and reads %3: somebody or an autoscaler changes it too.</source>
        <translation>%1 之前有 %2 个副本，回读却是 %3：有人或自动扩缩容器也在修改它。</translation>
    </message>
    <message>
        <source>The data of before is back, from %1</source>
        <translation>已用 %1 还原之前的数据</translation>
    </message>
    <message>
        <source>The backup has no row counts to compare with.</source>
        <translation>备份中没有行数可供比对。</translation>
    </message>
    <message>
        <source>%1 rows in %2 tables, as in the backup</source>
        <translation>%2 张表共 %1 行，与备份一致</translation>
    </message>
    <message>
        <source>Record what runs now</source>
        <translation>记录现状</translation>
    </message>
    <message>
        <source>Scale the application to 0</source>
        <translation>将应用缩到 0</translation>
    </message>
    <message>
        <source>Wait until its pods are gone</source>
        <translation>等待应用的 Pod 全部退出</translation>
    </message>
    <message>
        <source>Wait until nobody uses the database</source>
        <translation>等到没有人使用数据库</translation>
    </message>
    <message>
        <source>Dump the present data for safety</source>
        <translation>为安全起见转储现有数据</translation>
    </message>
    <message>
        <source>Restore %1</source>
        <translation>恢复 %1</translation>
    </message>
    <message>
        <source>Compare row counts with the backup</source>
        <translation>与备份比对行数</translation>
    </message>
    <message>
        <source>Scale the application back and wait until it is ready</source>
        <translation>将应用扩回原来的副本数，并等到就绪</translation>
    </message>
    <message>
        <source>Wait until the application says that it is healthy</source>
        <translation>等待应用报告健康</translation>
    </message>
    <message>
        <source>Note how long it took</source>
        <translation>记录用时</translation>
    </message>
    <message>
        <source>The sidecar is not one of ours: %1.</source>
        <translation>附属记录不是本程序的格式：%1。</translation>
    </message>
    <message>
        <source>psql stopped reading.</source>
        <translation>psql 停止了读取。</translation>
    </message>
    <message>
        <source>The database did nothing for %1; it was asked to stop.</source>
        <translation>数据库已有 %1 没有任何动作；已要求停止。</translation>
    </message>
    <message>
        <source>%1 does not say its version.</source>
        <translation>%1 没有报告版本。</translation>
    </message>
    <message>
        <source>No matching pg_dump: the server is PostgreSQL %1 and needs pg_dump and pg_restore %1 or newer; install the package postgresql-client-%1.</source>
        <translation>没有匹配的 pg_dump：服务器是 PostgreSQL %1，需要 %1 或更新版本的 pg_dump 和 pg_restore；请安装软件包 postgresql-client-%1。</translation>
    </message>
    <message>
        <source>pg_restore is not installed; install the package postgresql-client.</source>
        <translation>未安装 pg_restore；请安装软件包 postgresql-client。</translation>
    </message>
    <message>
        <source>Cannot make a pass file in memory</source>
        <translation>无法在内存中创建密码文件</translation>
    </message>
    <message>
        <source>Cannot open %1</source>
        <translation>无法打开 %1</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>Cannot read %1</source>
        <translation>无法读取 %1</translation>
    </message>
    <message>
        <source>%1 is damaged: pg_restore cannot read it to its end.</source>
        <translation>%1 已损坏：pg_restore 无法读到结尾。</translation>
    </message>
    <message>
        <source>%1 is truncated: it has %2 of the %3 bytes that were written.</source>
        <translation>%1 被截断：写入时有 %3 字节，现只有 %2 字节。</translation>
    </message>
    <message>
        <source>%1 was changed since it was made: its SHA-256 is not the one in its sidecar.</source>
        <translation>%1 在制作之后被修改：SHA-256 与附属记录不一致。</translation>
    </message>
    <message>
        <source>pg_restore cannot read the table of contents of %1.</source>
        <translation>pg_restore 无法读取 %1 的归档目录。</translation>
    </message>
    <message>
        <source>%1 does not hold the rows of %2.%3, which its sidecar lists.</source>
        <translation>%1 中没有附属记录所列的 %2.%3 的数据。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a time (expected RFC 3339).</source>
        <translation>“%1”不是时间（应为 RFC 3339 格式）。</translation>
    </message>
    <message>
        <source>%1 is held by another running program.</source>
        <translation>%1 正被另一个运行中的程序占用。</translation>
    </message>
    <message>
        <source>Cannot lock %1</source>
        <translation>无法锁定 %1</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>%1 is larger than the %2 bytes that are read of such a file.</source>
        <translation>%1 大于此类文件的读取上限 %2 字节。</translation>
    </message>
    <message>
        <source>Cannot set the mode of %1</source>
        <translation>无法设置 %1 的权限</translation>
    </message>
    <message>
        <source>Cannot rename %1</source>
        <translation>无法重命名 %1</translation>
    </message>
    <message>
        <source>Cannot create the folder %1</source>
        <translation>无法创建目录 %1</translation>
    </message>
    <message>
        <source>Cannot read the free space of %1</source>
        <translation>无法读取 %1 的剩余空间</translation>
    </message>
    <message>
        <source>The log %1 cannot be opened.</source>
        <translation>无法打开日志 %1。</translation>
    </message>
    <message>
        <source>Stopped on request.</source>
        <translation>已按要求停止。</translation>
    </message>
    <message>
        <source>The keyring did not answer within a minute; is it locked?</source>
        <translation>密钥环一分钟内没有应答；是否已锁定？</translation>
    </message>
    <message>
        <source>The keyring is locked; unlock it and try again.</source>
        <translation>密钥环已锁定；请解锁后重试。</translation>
    </message>
    <message>
        <source>No usable keyring service answers here; keep the secret in a file (file:PATH) or in the environment (env:NAME).</source>
        <translation>这里没有可用的密钥环服务；请把密钥放在文件（file:PATH）或环境变量（env:NAME）中。</translation>
    </message>
    <message>
        <source>There is no profile file %1.</source>
        <translation>连接配置文件 %1 不存在。</translation>
    </message>
    <message>
        <source>There is no profile %1: none is kept in %2 yet.</source>
        <translation>没有连接配置 %1：%2 中还没有保存任何配置。</translation>
    </message>
    <message>
        <source>There is no profile %1; there are: %2.</source>
        <translation>没有连接配置 %1；现有：%2。</translation>
    </message>
    <message>
        <source>%1:%2: this is not YAML: %3.</source>
        <translation>%1:%2：不是有效的 YAML：%3。</translation>
    </message>
    <message>
        <source>A secret is given by reference: env:NAME, file:PATH, keyring:ITEM, pgpass or kube-secret:NAMESPACE/NAME/KEY; never the secret itself.</source>
        <translation>密钥只能以引用给出：env:NAME、file:PATH、keyring:ITEM、pgpass 或 kube-secret:NAMESPACE/NAME/KEY；不能写密钥本身。</translation>
    </message>
    <message>
        <source>The environment variable %1, which is to hold a secret, is not set.</source>
        <translation>应存放密钥的环境变量 %1 没有设置。</translation>
    </message>
    <message>
        <source>%1, which is to hold a secret, is not a file.</source>
        <translation>应存放密钥的 %1 不是文件。</translation>
    </message>
    <message>
        <source>Other users have rights on the secret in %1; take them away with: chmod 600 %1</source>
        <translation>其他用户对 %1 中的密钥有权限；请执行 chmod 600 %1 收回。</translation>
    </message>
    <message>
        <source>Cannot read the secret in %1</source>
        <translation>无法读取 %1 中的密钥</translation>
    </message>
    <message>
        <source>%1 is too large to hold a secret.</source>
        <translation>%1 太大，不可能是密钥文件。</translation>
    </message>
    <message>
        <source>%1, which is to hold a secret, is empty.</source>
        <translation>应存放密钥的 %1 是空文件。</translation>
    </message>
    <message>
        <source>The keyring holds no item %1.</source>
        <translation>密钥环中没有 %1 这一项。</translation>
    </message>
    <message>
        <source>A secret of the cluster is named NAMESPACE/NAME/KEY, not &quot;%1&quot;.</source>
        <translation>集群 Secret 的写法是 NAMESPACE/NAME/KEY，而不是“%1”。</translation>
    </message>
    <message>
        <source>The secret %1 is kept in a cluster, but the profile names none.</source>
        <translation>密钥 %1 存放在集群中，但连接配置中没有集群。</translation>
    </message>
    <message>
        <source>%1:%2: %3</source>
        <translation>%1:%2：%3</translation>
    </message>
    <message>
        <source>%1:%2: %3expected the keys %4, found %5.</source>
        <translation>%1:%2：%3应有键 %4，实际为 %5。</translation>
    </message>
    <message>
        <source>%1:%2: %3 stands here twice, first on line %4.</source>
        <translation>%1:%2：%3 重复出现，第一次在第 %4 行。</translation>
    </message>
    <message>
        <source>%1:%2: %3 is not known; did you mean %4?</source>
        <translation>%1:%2：%3 不是已知的键；是否应为 %4？</translation>
    </message>
    <message>
        <source>%1:%2: %3 is not known; expected one of %4.</source>
        <translation>%1:%2：%3 不是已知的键；应为以下之一：%4。</translation>
    </message>
    <message>
        <source>%1:%2: %3: expected %4, found %5.</source>
        <translation>%1:%2：%3：应为 %4，实际为 %5。</translation>
    </message>
    <message>
        <source>%1:%2: %3: expected %4. What stands there is not shown here.</source>
        <translation>%1:%2：%3：应为 %4。此处的内容不予显示。</translation>
    </message>
    <message>
        <source>%1:%2: %3 is missing; expected %4.</source>
        <translation>%1:%2：缺少 %3；应为 %4。</translation>
    </message>
    <message>
        <source>%1:%2: %3: expected the path of a file, but there is no file %4.</source>
        <translation>%1:%2：%3：应为文件路径，但文件 %4 不存在。</translation>
    </message>
    <message>
        <source>There is no dashboard &quot;%1&quot;; there are: %2.</source>
        <translation>没有仪表盘“%1”；现有：%2。</translation>
    </message>
    <message>
        <source>Read dashboard %1</source>
        <translation>读取仪表盘 %1</translation>
    </message>
    <message>
        <source>An entry is no panel and was left out.</source>
        <translation>有一项不是面板，已略去。</translation>
    </message>
    <message>
        <source>Panels of type &quot;%1&quot; are not supported; its place is kept.</source>
        <translation>不支持“%1”类型的面板；位置保留。</translation>
    </message>
    <message>
        <source>Its data source is not Prometheus; its queries are sent to Prometheus all the same.</source>
        <translation>它的数据源不是 Prometheus；查询仍发往 Prometheus。</translation>
    </message>
    <message>
        <source>Query %1 holds no PromQL expression and gives no series.</source>
        <translation>查询 %1 没有 PromQL 表达式，不产生序列。</translation>
    </message>
    <message>
        <source>It has no query, so there is nothing to draw.</source>
        <translation>没有查询，无内容可画。</translation>
    </message>
    <message>
        <source>Transformations are not supported; the series are shown as Prometheus gives them.</source>
        <translation>不支持 transformations；序列按 Prometheus 返回的原样显示。</translation>
    </message>
    <message>
        <source>The unit &quot;%1&quot; is not known; the numbers are shown without one.</source>
        <translation>不认识单位“%1”；数值不带单位显示。</translation>
    </message>
    <message>
        <source>Thresholds in percent of the range are not supported and left out.</source>
        <translation>不支持按范围百分比设置的阈值，已略去。</translation>
    </message>
    <message>
        <source>Variables of type &quot;%1&quot; are not supported; it keeps the value saved in the file.</source>
        <translation>不支持“%1”类型的变量；沿用文件中保存的值。</translation>
    </message>
    <message>
        <source>Ad hoc filters are not supported; the queries run without them.</source>
        <translation>不支持 ad hoc 过滤器；查询不带过滤器执行。</translation>
    </message>
    <message>
        <source>A variable without a name was left out.</source>
        <translation>有一个变量没有名称，已略去。</translation>
    </message>
    <message>
        <source>The file is not valid JSON: it breaks off or goes wrong at %1.</source>
        <translation>文件不是有效的 JSON：在 %1 处中断或出错。</translation>
    </message>
    <message>
        <source>This is JSON, but no Grafana dashboard: it has neither a title nor panels.</source>
        <translation>文件是 JSON，但不是 Grafana 仪表盘：既没有标题，也没有面板。</translation>
    </message>
    <message>
        <source>The dashboard holds a value of a wrong type.</source>
        <translation>仪表盘中有一个值的类型不对。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no time: write for example now, now-6h, now-1d/d or 2026-11-22T02:00:00Z.</source>
        <translation>“%1”不是时间：可写 now、now-6h、now-1d/d 或 2026-11-22T02:00:00Z 等。</translation>
    </message>
    <message>
        <source>The time range from %1 to %2 is empty.</source>
        <translation>从 %1 到 %2 的时间范围为空。</translation>
    </message>
    <message>
        <source>no traffic</source>
        <translation>无流量</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>no backup has been made</source>
        <translation>还没有做过备份</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1 前</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>not verified yet</source>
        <translation>尚未校验</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>最近一次备份</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>%1 firing</source>
        <translation>%1 条触发中</translation>
    </message>
    <message>
        <source>newest: %1</source>
        <translation>最新：%1</translation>
    </message>
    <message>
        <source>All parts work; firing alerts: %1.</source>
        <translation>各部件正常；触发中的告警：%1 条。</translation>
    </message>
    <message>
        <source>All parts work; the last backup is %1 old.</source>
        <translation>各部件正常；最近一次备份是 %1 前的。</translation>
    </message>
    <message>
        <source>All parts work; there is no backup yet.</source>
        <translation>各部件正常；还没有备份。</translation>
    </message>
    <message>
        <source>All parts work.</source>
        <translation>各部件正常。</translation>
    </message>
    <message>
        <source>The profile names no part of the system.</source>
        <translation>连接配置中没有写明任何部件。</translation>
    </message>
    <message>
        <source>%1 of %2 parts need a look: %3.</source>
        <translation>%2 个部件中有 %1 个需要查看：%3。</translation>
    </message>
    <message>
        <source>p95 latency</source>
        <translation>p95 时延</translation>
    </message>
    <message>
        <source>Model accuracy</source>
        <translation>模型准确率</translation>
    </message>
    <message>
        <source>%1 has not answered for %2.</source>
        <translation>%1 已有 %2 没有应答。</translation>
    </message>
    <message>
        <source>Ready replicas</source>
        <translation>就绪副本</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 is scaled to 0: nothing serves.</source>
        <translation>%1 已缩到 0：没有副本提供服务。</translation>
    </message>
    <message>
        <source>None of the %1 replicas of %2 is ready.</source>
        <translation>%2 的 %1 个副本都未就绪。</translation>
    </message>
    <message>
        <source>%1 of %2 replicas of %3 are ready.</source>
        <translation>%3 的 %2 个副本中有 %1 个就绪。</translation>
    </message>
    <message>
        <source>The replica of %1 is ready.</source>
        <translation>%1 的副本已就绪。</translation>
    </message>
    <message>
        <source>All %1 replicas of %2 are ready.</source>
        <translation>%2 的 %1 个副本均已就绪。</translation>
    </message>
    <message>
        <source>A pod of %1 is in trouble: %2.</source>
        <translation>%1 有一个 Pod 异常：%2。</translation>
    </message>
    <message>
        <source>The cluster could not be asked: %1</source>
        <translation>无法向集群查询：%1</translation>
    </message>
    <message>
        <source>The namespace holds no deployment %1.</source>
        <translation>命名空间中没有 Deployment %1。</translation>
    </message>
    <message>
        <source>The profile names no Kubernetes cluster.</source>
        <translation>连接配置中没有 Kubernetes 集群。</translation>
    </message>
    <message>
        <source>Its newest metrics are from %1.</source>
        <translation>最新的指标来自 %1。</translation>
    </message>
    <message>
        <source>%1 of its requests fail.</source>
        <translation>有 %1 的请求失败。</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求量</translation>
    </message>
    <message>
        <source>The ingress passes on %1 requests.</source>
        <translation>Ingress 正在转发 %1 的请求。</translation>
    </message>
    <message>
        <source>Failed requests</source>
        <translation>失败的请求</translation>
    </message>
    <message>
        <source>The backend answers its health check.</source>
        <translation>backend 的健康检查通过。</translation>
    </message>
    <message>
        <source>The backend fails its health check: %1</source>
        <translation>backend 的健康检查未通过：%1</translation>
    </message>
    <message>
        <source>The profile names no Prometheus.</source>
        <translation>连接配置中没有 Prometheus。</translation>
    </message>
    <message>
        <source>Targets up</source>
        <translation>正常的采集目标</translation>
    </message>
    <message>
        <source>All %1 targets are scraped.</source>
        <translation>%1 个采集目标均正常。</translation>
    </message>
    <message>
        <source>%1 of %2 targets are scraped; %3 at %4 fails: %5</source>
        <translation>%2 个采集目标中有 %1 个正常；%4 上的 %3 采集失败：%5</translation>
    </message>
    <message>
        <source>The profile names no Alertmanager.</source>
        <translation>连接配置中没有 Alertmanager。</translation>
    </message>
    <message>
        <source>Firing alerts</source>
        <translation>触发中的告警</translation>
    </message>
    <message>
        <source>Alertmanager answers; no alert is firing.</source>
        <translation>Alertmanager 有应答；没有触发中的告警。</translation>
    </message>
    <message>
        <source>Alertmanager answers; firing alerts: %1.</source>
        <translation>Alertmanager 有应答；触发中的告警：%1 条。</translation>
    </message>
    <message>
        <source>PostgreSQL %1 answers as primary.</source>
        <translation>PostgreSQL %1 有应答，角色为主库。</translation>
    </message>
    <message>
        <source>PostgreSQL %1 answers as standby.</source>
        <translation>PostgreSQL %1 有应答，角色为备库。</translation>
    </message>
    <message>
        <source>%1 of %2 connections are in use.</source>
        <translation>%2 个连接中已使用 %1 个。</translation>
    </message>
    <message>
        <source>This standby is %1 behind its primary.</source>
        <translation>此备库落后主库 %1。</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接数</translation>
    </message>
    <message>
        <source>Database size</source>
        <translation>数据库大小</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>primary</source>
        <translation>主库</translation>
    </message>
    <message>
        <source>standby</source>
        <translation>备库</translation>
    </message>
    <message>
        <source>Replication lag</source>
        <translation>复制延迟</translation>
    </message>
    <message>
        <source>Redis %1 answers as master.</source>
        <translation>Redis %1 有应答，角色为主库。</translation>
    </message>
    <message>
        <source>Redis %1 answers as replica.</source>
        <translation>Redis %1 有应答，角色为从库。</translation>
    </message>
    <message>
        <source>This replica lost its master %1 %2 ago.</source>
        <translation>此从库已在 %2 前与主库 %1 断开。</translation>
    </message>
    <message>
        <source>Memory is nearly full (%1 of %2) and nothing may be evicted: writes will fail.</source>
        <translation>内存几乎用满（%1 / %2）且不允许淘汰：写入将会失败。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Hit ratio</source>
        <translation>命中率</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键数</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>客户端数</translation>
    </message>
    <message>
        <source>master</source>
        <translation>主库</translation>
    </message>
    <message>
        <source>replica</source>
        <translation>从库</translation>
    </message>
    <message>
        <source>The profile names no PostgreSQL.</source>
        <translation>连接配置中没有 PostgreSQL。</translation>
    </message>
    <message>
        <source>The standby is %1 behind.</source>
        <translation>备库落后 %1。</translation>
    </message>
    <message>
        <source>The standby&apos;s replication state is %1.</source>
        <translation>备库的复制状态是 %1。</translation>
    </message>
    <message>
        <source>The profile names no Redis.</source>
        <translation>连接配置中没有 Redis。</translation>
    </message>
    <message>
        <source>The replica&apos;s state is %1.</source>
        <translation>从库的状态是 %1。</translation>
    </message>
    <message>
        <source>The cluster&apos;s answer to &quot;%1&quot; cannot be read: %2</source>
        <translation>无法解析集群对请求“%1”的应答：%2</translation>
    </message>
    <message>
        <source>tell its version</source>
        <translation>查询版本</translation>
    </message>
    <message>
        <source>%1 does not answer like a Kubernetes API server.</source>
        <translation>%1 的应答不像是 Kubernetes API server。</translation>
    </message>
    <message>
        <source>get %1</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>list %1</source>
        <translation>列出 %1</translation>
    </message>
    <message>
        <source>Asking the cluster to %1</source>
        <translation>向集群请求“%1”</translation>
    </message>
    <message>
        <source>The cluster lists %1 in a circle.</source>
        <translation>集群对 %1 的分页列表陷入循环。</translation>
    </message>
    <message>
        <source>create %1</source>
        <translation>创建 %1</translation>
    </message>
    <message>
        <source>change %1</source>
        <translation>修改 %1</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>say whether we may %1</source>
        <translation>查询是否允许 %1</translation>
    </message>
    <message>
        <source>say who we are</source>
        <translation>查询当前身份</translation>
    </message>
    <message>
        <source>The secret %1 in %2 has no key &quot;%3&quot;.</source>
        <translation>%2 中的 Secret %1 没有键“%3”。</translation>
    </message>
    <message>
        <source>The key &quot;%3&quot; of the secret %1 in %2 is not base64.</source>
        <translation>%2 中的 Secret %1 的键“%3”不是 base64。</translation>
    </message>
    <message>
        <source>Reading the token of the kubeconfig&apos;s user</source>
        <translation>正在读取 kubeconfig 用户的 token</translation>
    </message>
    <message>
        <source>The token file %1 is empty.</source>
        <translation>token 文件 %1 为空。</translation>
    </message>
    <message>
        <source>tell what it serves</source>
        <translation>查询提供的资源</translation>
    </message>
    <message>
        <source>The cluster has no resource called &quot;%1&quot;.</source>
        <translation>集群没有名为“%1”的资源。</translation>
    </message>
    <message>
        <source>The login program &quot;%1&quot; of the kubeconfig&apos;s user %2 is not there. %3</source>
        <translation>kubeconfig 用户 %2 的登录程序“%1”不存在。%3</translation>
    </message>
    <message>
        <source>Running the login program &quot;%1&quot; of the kubeconfig&apos;s user %2</source>
        <translation>正在运行 kubeconfig 用户 %2 的登录程序“%1”</translation>
    </message>
    <message>
        <source>The login program &quot;%1&quot; of the kubeconfig&apos;s user %2 failed with exit code %3.</source>
        <translation>kubeconfig 用户 %2 的登录程序“%1”失败，退出码为 %3。</translation>
    </message>
    <message>
        <source>The login program &quot;%1&quot; of the kubeconfig&apos;s user %2 gave no usable credential: %3.</source>
        <translation>kubeconfig 用户 %2 的登录程序“%1”没有给出可用的凭据：%3。</translation>
    </message>
    <message>
        <source>This is not JSON: %1.</source>
        <translation>不是有效的 JSON：%1。</translation>
    </message>
    <message>
        <source>The kubeconfig gives %1 both as data and as a file; remove one.</source>
        <translation>kubeconfig 中的 %1 既有内联数据又有文件；请去掉一个。</translation>
    </message>
    <message>
        <source>Reading %1 named by the kubeconfig</source>
        <translation>正在读取 kubeconfig 所指的 %1</translation>
    </message>
    <message>
        <source>The kubeconfig&apos;s value of %1 is no PEM text with a %2.</source>
        <translation>kubeconfig 中 %1 的值不是含有 %2 的 PEM 文本。</translation>
    </message>
    <message>
        <source>The context &quot;%1&quot; of the kubeconfig names the cluster &quot;%2&quot;, which is not in %3.</source>
        <translation>kubeconfig 的 context“%1”引用了集群“%2”，但 %3 中没有该集群。</translation>
    </message>
    <message>
        <source>The cluster &quot;%1&quot; of the kubeconfig has no server.</source>
        <translation>kubeconfig 的集群“%1”没有写 server。</translation>
    </message>
    <message>
        <source>The cluster &quot;%1&quot; of the kubeconfig names a certificate authority and also insecure-skip-tls-verify; remove one.</source>
        <translation>kubeconfig 的集群“%1”既指定了 CA，又设置了 insecure-skip-tls-verify；请去掉一个。</translation>
    </message>
    <message>
        <source>The cluster &quot;%1&quot; of the kubeconfig has a proxy-url that is not http://, https:// or socks5://.</source>
        <translation>kubeconfig 的集群“%1”的 proxy-url 不是 http://、https:// 或 socks5://。</translation>
    </message>
    <message>
        <source>The context &quot;%1&quot; of the kubeconfig names the user &quot;%2&quot;, which is not in %3.</source>
        <translation>kubeconfig 的 context“%1”引用了用户“%2”，但 %3 中没有该用户。</translation>
    </message>
    <message>
        <source>The user &quot;%1&quot; of the kubeconfig logs in by the auth-provider &quot;%2&quot;, which current clients no longer know; use an exec plugin.</source>
        <translation>kubeconfig 的用户“%1”使用 auth-provider“%2”登录，现行客户端已不支持；请改用 exec 插件。</translation>
    </message>
    <message>
        <source>The user &quot;%1&quot; of the kubeconfig asks for a uid, groups or extras without the user to act as (&quot;as&quot;).</source>
        <translation>kubeconfig 的用户“%1”设置了要扮演的 uid、组或 extra，却没有设置要扮演的用户（as）。</translation>
    </message>
    <message>
        <source>The exec plugin of the user &quot;%1&quot; has an invalid apiVersion &quot;%2&quot;; expected %3 or %4.</source>
        <translation>用户“%1”的 exec 插件的 apiVersion“%2”无效；应为 %3 或 %4。</translation>
    </message>
    <message>
        <source>The exec plugin of the user &quot;%1&quot; names no command.</source>
        <translation>用户“%1”的 exec 插件没有写 command。</translation>
    </message>
    <message>
        <source>The exec plugin of the user &quot;%1&quot;: interactiveMode must be specified for v1.</source>
        <translation>用户“%1”的 exec 插件：v1 必须指定 interactiveMode。</translation>
    </message>
    <message>
        <source>The login program of the user &quot;%1&quot; must talk to a person (interactiveMode: Always), which is not possible here; log in by it in a terminal or use another user.</source>
        <translation>用户“%1”的登录程序必须与人交互（interactiveMode: Always），这里做不到；请在终端中用它登录，或改用其他用户。</translation>
    </message>
    <message>
        <source>The exec plugin of the user &quot;%1&quot; has an unknown interactiveMode &quot;%2&quot;.</source>
        <translation>用户“%1”的 exec 插件的 interactiveMode“%2”无法识别。</translation>
    </message>
    <message>
        <source>The user &quot;%1&quot; of the kubeconfig has only one of client certificate and client key; both are needed.</source>
        <translation>kubeconfig 的用户“%1”只有客户端证书和客户端私钥之一；两者都需要。</translation>
    </message>
    <message>
        <source>The kubeconfig %1 has no current context; name one of: %2.</source>
        <translation>kubeconfig %1 没有当前 context；请指定以下之一：%2。</translation>
    </message>
    <message>
        <source>The context &quot;%1&quot; is not in the kubeconfig %2; there are: %3.</source>
        <translation>kubeconfig %2 中没有 context“%1”；现有：%3。</translation>
    </message>
    <message>
        <source>The cluster&apos;s certificate is not verified (insecure-skip-tls-verify): somebody in between could read and change everything.</source>
        <translation>未校验集群的证书（insecure-skip-tls-verify）：中间人可能读取和篡改一切。</translation>
    </message>
    <message>
        <source>The connection to the cluster is not encrypted (%1).</source>
        <translation>与集群的连接未加密（%1）。</translation>
    </message>
    <message>
        <source>This is not a pod of a cluster: there is no service account.</source>
        <translation>这里不是集群的 Pod：没有 ServiceAccount。</translation>
    </message>
    <message>
        <source>%1 is not base64.</source>
        <translation>%1 不是 base64。</translation>
    </message>
    <message>
        <source>%1 must be %2.</source>
        <translation>%1 必须是 %2。</translation>
    </message>
    <message>
        <source>%1 is no kubeconfig but %2 %3.</source>
        <translation>%1 不是 kubeconfig，而是 %2 %3。</translation>
    </message>
    <message>
        <source>%1 has no name.</source>
        <translation>%1 没有名称。</translation>
    </message>
    <message>
        <source>%1: duplicate name &quot;%2&quot;.</source>
        <translation>%1：名称“%2”重复。</translation>
    </message>
    <message>
        <source>There is no kubeconfig: %1 does not exist.</source>
        <translation>没有 kubeconfig：%1 不存在。</translation>
    </message>
    <message>
        <source>The cluster lists %1 without a resourceVersion, so that they cannot be followed.</source>
        <translation>集群列出 %1 时没有给出 resourceVersion，无法跟踪其变化。</translation>
    </message>
    <message>
        <source>Waiting for deployment spec update to be observed...</source>
        <translation>正在等待集群观察到 Deployment 的新规格…</translation>
    </message>
    <message>
        <source>deployment &quot;%1&quot; exceeded its progress deadline</source>
        <translation>Deployment“%1”超出了发布进度的期限</translation>
    </message>
    <message>
        <source>Waiting for deployment &quot;%1&quot; rollout to finish: %2 out of %3 new replicas have been updated...</source>
        <translation>正在等待 Deployment“%1”发布完成：%3 个新副本中已更新 %2 个…</translation>
    </message>
    <message>
        <source>Waiting for deployment &quot;%1&quot; rollout to finish: %2 old replicas are pending termination...</source>
        <translation>正在等待 Deployment“%1”发布完成：还有 %2 个旧副本待终止…</translation>
    </message>
    <message>
        <source>Waiting for deployment &quot;%1&quot; rollout to finish: %2 of %3 updated replicas are available...</source>
        <translation>正在等待 Deployment“%1”发布完成：%3 个已更新的副本中有 %2 个可用…</translation>
    </message>
    <message>
        <source>deployment &quot;%1&quot; successfully rolled out</source>
        <translation>Deployment“%1”发布成功</translation>
    </message>
    <message>
        <source>The cluster does not accept our credentials (%1): %2. Renew the token or certificate of the kubeconfig.</source>
        <translation>集群不接受当前凭据（%1）：%2。请更新 kubeconfig 中的 token 或证书。</translation>
    </message>
    <message>
        <source>It is not known whether this happened: %1. The cluster answered: %2. Look before trying again.</source>
        <translation>无法确定请求“%1”是否已执行。集群的应答：%2。请先查看，再决定是否重试。</translation>
    </message>
    <message>
        <source>The cluster does not allow us to %1: %2</source>
        <translation>集群不允许“%1”：%2</translation>
    </message>
    <message>
        <source>The cluster cannot %1 now, try again later: %2</source>
        <translation>集群暂时无法执行“%1”，请稍后重试：%2</translation>
    </message>
    <message>
        <source>The cluster could not %1: %2</source>
        <translation>集群未能执行“%1”：%2</translation>
    </message>
    <message>
        <source>Refused to %1: the console is in read-only mode.</source>
        <translation>已拒绝“%1”：控制台处于只读模式。</translation>
    </message>
    <message>
        <source>The cluster sent an unknown event &quot;%1&quot; while asked to %2.</source>
        <translation>执行“%2”时，集群发来了无法识别的事件“%1”。</translation>
    </message>
    <message>
        <source>watch %1</source>
        <translation>监视 %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a complete http:// or https:// address.</source>
        <translation>“%1”不是完整的 http:// 或 https:// 地址。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an HTTP method.</source>
        <translation>“%1”不是 HTTP 方法。</translation>
    </message>
    <message>
        <source>The HTTP header &quot;%1&quot; holds signs that a header may not hold.</source>
        <translation>HTTP 请求头“%1”含有不允许的字符。</translation>
    </message>
    <message>
        <source>The access token holds a line break, which no token may hold; look at where it is kept.</source>
        <translation>访问 token 中有换行，而 token 不允许换行；请检查它的存放处。</translation>
    </message>
    <message>
        <source>The proxy for %1 is not a complete http://, https:// or socks5:// address.</source>
        <translation>%1 的代理不是完整的 http://、https:// 或 socks5:// 地址。</translation>
    </message>
    <message>
        <source>Out of memory while asking %1.</source>
        <translation>向 %1 发请求时内存不足。</translation>
    </message>
    <message>
        <source>%1 to %2 was not sent: this connection is read-only.</source>
        <translation>未向 %2 发送 %1：此连接为只读。</translation>
    </message>
    <message>
        <source>Cannot reach %1: the name %2 is not known to DNS.</source>
        <translation>无法连接 %1：DNS 中没有名称 %2。</translation>
    </message>
    <message>
        <source>Cannot reach %1: the proxy&apos;s name is not known to DNS.</source>
        <translation>无法连接 %1：DNS 中没有代理的名称。</translation>
    </message>
    <message>
        <source>Cannot connect to %1: %2.</source>
        <translation>无法连接 %1：%2。</translation>
    </message>
    <message>
        <source>Cannot connect to %1: no connection within %2.</source>
        <translation>无法连接 %1：%2 内未建立连接。</translation>
    </message>
    <message>
        <source>The certificate of %1 is not trusted: %2. If it is the right server, name its certificate authority.</source>
        <translation>%1 的证书不受信任：%2。如果确实是该服务器，请指定它的 CA。</translation>
    </message>
    <message>
        <source>No TLS connection to %1: %2.</source>
        <translation>无法与 %1 建立 TLS 连接：%2。</translation>
    </message>
    <message>
        <source>The connection to %1 broke: %2.</source>
        <translation>与 %1 的连接中断：%2。</translation>
    </message>
    <message>
        <source>The client certificate or key for %1 cannot be used: %2.</source>
        <translation>用于 %1 的客户端证书或私钥不可用：%2。</translation>
    </message>
    <message>
        <source>The trusted certificates for %1 cannot be read: %2.</source>
        <translation>无法读取用于 %1 的受信任证书：%2。</translation>
    </message>
    <message>
        <source>%1 does not answer in HTTP; another service may be listening there.</source>
        <translation>%1 的应答不是 HTTP；该端口上可能是其他服务。</translation>
    </message>
    <message>
        <source>%1 to %2 was sent but not answered: it may or may not have been carried out. Look before trying again.</source>
        <translation>已向 %2 发送 %1，但没有应答：可能已执行，也可能没有。请先查看，再决定是否重试。</translation>
    </message>
    <message>
        <source>The answer of %1 is larger than %2.</source>
        <translation>%1 的应答超过 %2。</translation>
    </message>
    <message>
        <source>The request to %1 could not be made: %2.</source>
        <translation>无法向 %1 发出请求：%2。</translation>
    </message>
    <message>
        <source>%1 gave no complete answer within %2.</source>
        <translation>%1 在 %2 内没有给出完整的应答。</translation>
    </message>
    <message>
        <source>%1 sent nothing for %2.</source>
        <translation>%1 在 %2 内没有发来任何数据。</translation>
    </message>
    <message>
        <source>The step failed in an unforeseen way.</source>
        <translation>步骤以意料之外的方式失败。</translation>
    </message>
    <message>
        <source>Nothing was changed: %1 is open read-only. Open it without read-only mode to run operations.</source>
        <translation>未做任何改动：%1 以只读模式打开。要执行操作，请不带只读模式重新打开。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was not begun: a check says no.</source>
        <translation>“%1”没有开始：有前置检查未通过。</translation>
    </message>
    <message>
        <source>Operation %1 was begun by another version with other steps; continue it with that one.</source>
        <translation>操作 %1 由步骤不同的另一版本开始；请用那个版本继续。</translation>
    </message>
    <message>
        <source>Taking back &quot;%1&quot;</source>
        <translation>正在撤回“%1”</translation>
    </message>
    <message>
        <source>No operation was ever run with this profile.</source>
        <translation>用此连接配置还没有执行过操作。</translation>
    </message>
    <message>
        <source>There is no operation %1; &quot;operation list&quot; shows those there are.</source>
        <translation>没有操作 %1；“operation list”列出现有的操作。</translation>
    </message>
    <message>
        <source>%1 operations begin with %2; give more of the id.</source>
        <translation>有 %1 个操作以 %2 开头；请给出更长的 ID。</translation>
    </message>
    <message>
        <source>The journal %1 cannot be read at line %2.</source>
        <translation>操作日志 %1 的第 %2 行无法读取。</translation>
    </message>
    <message>
        <source>The journal %1 ends before its operation began; nothing had been changed.</source>
        <translation>操作日志 %1 在操作开始之前就结束了；当时还没有做任何改动。</translation>
    </message>
    <message>
        <source>Operation %1 is running in another window or program; wait for it to end.</source>
        <translation>操作 %1 正在另一个窗口或程序中运行；请等它结束。</translation>
    </message>
    <message>
        <source>Operation %1 has ended (%2); there is nothing to continue or take back.</source>
        <translation>操作 %1 已结束（%2）；没有可继续或撤回的内容。</translation>
    </message>
    <message>
        <source>Line %1 of the ledger %2 is not an entry.</source>
        <translation>账本 %2 的第 %1 行不是账本记录。</translation>
    </message>
    <message>
        <source>It does not follow from the line before: that line was changed, removed or inserted.</source>
        <translation>它与上一行衔接不上：上一行被修改或删除，或者有行被插入。</translation>
    </message>
    <message>
        <source>Its number is %1, not %2.</source>
        <translation>它的序号是 %1，应为 %2。</translation>
    </message>
    <message>
        <source>It is not an entry.</source>
        <translation>它不是账本记录。</translation>
    </message>
    <message>
        <source>This version does not know operations of the kind %1; use the one that began it.</source>
        <translation>此版本不认识 %1 类型的操作；请用开始它的版本。</translation>
    </message>
    <message>
        <source>%1 did not answer within %2 s; check the network and the server.</source>
        <translation>%1 在 %2 秒内没有应答；请检查网络和服务器。</translation>
    </message>
    <message>
        <source>The session with %1 was closed; open a new one.</source>
        <translation>与 %1 的会话已关闭；请重新打开。</translation>
    </message>
    <message>
        <source>%1 is open read-only; nothing was changed.</source>
        <translation>%1 以只读模式打开；未做任何改动。</translation>
    </message>
    <message>
        <source>%1 is open read-only, and the last statement tried to leave that mode; the session was closed.</source>
        <translation>%1 以只读模式打开，而上一条语句试图退出该模式；会话已关闭。</translation>
    </message>
    <message>
        <source>The connection to %1 broke while it was writing: the change may or may not have been made; look before trying again.</source>
        <translation>写入时与 %1 的连接中断：改动可能已生效，也可能没有；请先查看，再决定是否重试。</translation>
    </message>
    <message>
        <source>The connection to %1 broke; nothing was kept.</source>
        <translation>与 %1 的连接中断；未保留任何改动。</translation>
    </message>
    <message>
        <source>%1 refused the statement: %2.</source>
        <translation>%1 拒绝了语句：%2。</translation>
    </message>
    <message>
        <source>%1 stopped answering; the session was closed.</source>
        <translation>%1 停止应答；会话已关闭。</translation>
    </message>
    <message>
        <source>COPY to or from the client is not supported here.</source>
        <translation>这里不支持与客户端之间的 COPY。</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation>正在连接 %1</translation>
    </message>
    <message>
        <source>Not enough memory to connect to %1.</source>
        <translation>内存不足，无法连接 %1。</translation>
    </message>
    <message>
        <source>The server does not let %1 in: %2.</source>
        <translation>服务器不允许 %1 登录：%2。</translation>
    </message>
    <message>
        <source>There is no database &quot;%1&quot; on %2:%3; check its name in the profile.</source>
        <translation>%2:%3 上没有数据库“%1”；请检查连接配置中的名称。</translation>
    </message>
    <message>
        <source>%1 accepts no more sessions (max_connections is reached); close some and try again.</source>
        <translation>%1 不再接受新会话（已达 max_connections）；请关闭一些会话后重试。</translation>
    </message>
    <message>
        <source>%1 is starting up or shutting down; try again in a moment.</source>
        <translation>%1 正在启动或关闭；请稍后重试。</translation>
    </message>
    <message>
        <source>No PostgreSQL server listens on %1:%2 (connection refused), wanted for %3; start it or check host and port.</source>
        <translation>%1:%2 上没有 PostgreSQL 服务器在监听（连接被拒绝），无法连接 %3；请启动服务器，或检查主机和端口。</translation>
    </message>
    <message>
        <source>%1 asks for a password and the profile gives none; add a password reference.</source>
        <translation>%1 要求密码，而连接配置中没有；请添加密码引用。</translation>
    </message>
    <message>
        <source>Cannot look up the host %1: %2.</source>
        <translation>无法解析主机 %1：%2。</translation>
    </message>
    <message>
        <source>The name server did not say in time where %1 is.</source>
        <translation>域名服务器没有及时返回 %1 的地址。</translation>
    </message>
    <message>
        <source>The host %1 is unknown; check its name in the profile.</source>
        <translation>主机 %1 不存在；请检查连接配置中的名称。</translation>
    </message>
    <message>
        <source>The database answered %1 where %2 was expected.</source>
        <translation>数据库返回了 %1，而应为 %2。</translation>
    </message>
    <message>
        <source>Cannot stop process %1</source>
        <translation>无法停止进程 %1</translation>
    </message>
    <message>
        <source>Process %1 does not end, not even by SIGKILL; it hangs in the kernel (a disk or network file system?).</source>
        <translation>进程 %1 不结束，SIGKILL 也无效；它卡在内核中（磁盘或网络文件系统？）。</translation>
    </message>
    <message>
        <source>There is no process %1.</source>
        <translation>进程 %1 不存在。</translation>
    </message>
    <message>
        <source>%1 is not a program that may be run here.</source>
        <translation>%1 不是这里允许运行的程序。</translation>
    </message>
    <message>
        <source>There is no program %1.</source>
        <translation>程序 %1 不存在。</translation>
    </message>
    <message>
        <source>The program %1 was not found on PATH; install it or name its full path.</source>
        <translation>PATH 中找不到程序 %1；请安装它，或写出完整路径。</translation>
    </message>
    <message>
        <source>%1 was stopped because it wrote nothing for %2.</source>
        <translation>%1 因 %2 没有任何输出而被停止。</translation>
    </message>
    <message>
        <source>Cannot wait for %1</source>
        <translation>无法等待 %1 结束</translation>
    </message>
    <message>
        <source>%1 was stopped because it wrote more than %2.</source>
        <translation>%1 因输出超过 %2 而被停止。</translation>
    </message>
    <message>
        <source>There is no user %1 on this machine.</source>
        <translation>本机没有用户 %1。</translation>
    </message>
    <message>
        <source>Only root can run a program as the user %1.</source>
        <translation>只有 root 可以用用户 %1 的身份运行程序。</translation>
    </message>
    <message>
        <source>Cannot hand a file to a new process</source>
        <translation>无法把文件传给新进程</translation>
    </message>
    <message>
        <source>Cannot run %1 in the folder %2</source>
        <translation>无法在目录 %2 中运行 %1</translation>
    </message>
    <message>
        <source>Cannot run %1 as the user %2</source>
        <translation>无法用用户 %2 的身份运行 %1</translation>
    </message>
    <message>
        <source>Cannot start %1</source>
        <translation>无法启动 %1</translation>
    </message>
    <message>
        <source>Cannot make a pipe to a new process</source>
        <translation>无法建立到新进程的管道</translation>
    </message>
    <message>
        <source>Cannot start %1: the system allows no further process now.</source>
        <translation>无法启动 %1：系统现在不允许再创建进程。</translation>
    </message>
    <message>
        <source>The answer is not what Alertmanager&apos;s API promises.</source>
        <translation>应答不符合 Alertmanager 的 API。</translation>
    </message>
    <message>
        <source>A range query needs a range that does not end before it begins, and a step above zero.</source>
        <translation>范围查询要求结束时间不早于开始时间，且步长大于 0。</translation>
    </message>
    <message>
        <source>A step of %1 gives more than %2 points in this range; choose a longer step.</source>
        <translation>步长为 %1 时，该时间范围内超过 %2 个点；请选择更大的步长。</translation>
    </message>
    <message>
        <source>The answer is not what Prometheus&apos; query API promises; is this a Prometheus server?</source>
        <translation>应答不符合 Prometheus 的查询 API；这是 Prometheus 服务器吗？</translation>
    </message>
    <message>
        <source>Prometheus refused the query: %1</source>
        <translation>Prometheus 拒绝了查询：%1</translation>
    </message>
    <message>
        <source>The answer is not what the server&apos;s API promises.</source>
        <translation>应答不符合该服务器的 API。</translation>
    </message>
    <message>
        <source>%1 refuses access (HTTP %2); check the profile&apos;s token and its rights.</source>
        <translation>%1 拒绝访问（HTTP %2）；请检查连接配置中的 token 及其权限。</translation>
    </message>
    <message>
        <source>%1 did not finish the query in its own time limit.</source>
        <translation>%1 未能在它自己的时限内完成查询。</translation>
    </message>
    <message>
        <source>%1 finds this too much; ask for a shorter range or fewer series.</source>
        <translation>%1 认为查询量过大；请缩短时间范围或减少序列。</translation>
    </message>
    <message>
        <source>%1 refused the request: %2</source>
        <translation>%1 拒绝了请求：%2</translation>
    </message>
    <message>
        <source>There is nothing at this address of %1 (HTTP 404); check the URL in the profile.</source>
        <translation>%1 的这个地址上没有内容（HTTP 404）；请检查连接配置中的 URL。</translation>
    </message>
    <message>
        <source>%1 cannot answer now (HTTP %2).</source>
        <translation>%1 现在无法应答（HTTP %2）。</translation>
    </message>
    <message>
        <source>%1 gave an answer that makes no sense here (HTTP %2).</source>
        <translation>%1 的应答在这里没有意义（HTTP %2）。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no duration: write for example 30s, 5m, 1h30m or 2d.</source>
        <translation>“%1”不是时长：可写 30s、5m、1h30m 或 2d 等。</translation>
    </message>
    <message>
        <source>%1 gave no answer to COMMAND INFO that makes sense.</source>
        <translation>%1 对 COMMAND INFO 的应答无法识别。</translation>
    </message>
    <message>
        <source>%1 does not know the command %2.</source>
        <translation>%1 不认识命令 %2。</translation>
    </message>
    <message>
        <source>There is no command to send to %1.</source>
        <translation>没有要发给 %1 的命令。</translation>
    </message>
    <message>
        <source>%1 cannot be sent over this connection.</source>
        <translation>%1 不能通过此连接发送。</translation>
    </message>
    <message>
        <source>%1 may change data and was not sent to %2: this console is read-only.</source>
        <translation>%1 可能改变数据，未发送给 %2：此控制台为只读。</translation>
    </message>
    <message>
        <source>%1 was sent to %2, but no reply came; it may have been done. Look before trying again.</source>
        <translation>已向 %2 发送 %1，但没有应答；可能已经执行。请先查看，再决定是否重试。</translation>
    </message>
    <message>
        <source>No memory for a connection to %1.</source>
        <translation>内存不足，无法建立到 %1 的连接。</translation>
    </message>
    <message>
        <source>%1 does not answer in time.</source>
        <translation>%1 没有及时应答。</translation>
    </message>
    <message>
        <source>%1 does not speak Redis&apos; protocol: %2.</source>
        <translation>%1 的应答不符合 Redis 协议：%2。</translation>
    </message>
    <message>
        <source>The connection to %1 failed: %2.</source>
        <translation>与 %1 的连接失败：%2。</translation>
    </message>
    <message>
        <source>%1 refused the command: %2</source>
        <translation>%1 拒绝了命令：%2</translation>
    </message>
    <message>
        <source>%1 denies access: %2</source>
        <translation>%1 拒绝访问：%2</translation>
    </message>
    <message>
        <source>%1 is busy, try again later: %2</source>
        <translation>%1 正忙，请稍后重试：%2</translation>
    </message>
    <message>
        <source>%1 is at its limit: %2</source>
        <translation>%1 已达上限：%2</translation>
    </message>
    <message>
        <source>%1 does not know this command: %2</source>
        <translation>%1 不认识此命令：%2</translation>
    </message>
    <message>
        <source>The reply to INFO is empty; is this a Redis server?</source>
        <translation>INFO 的应答为空；这是 Redis 服务器吗？</translation>
    </message>
    <message>
        <source>INFO tells neither role nor memory; the user may lack the right to see them.</source>
        <translation>INFO 中既没有角色也没有内存；该用户可能无权查看。</translation>
    </message>
    <message>
        <source>The window has to be from 1 minute to 31 days.</source>
        <translation>测量时段必须在 1 分钟到 31 天之间。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be a deployment&apos;s name.</source>
        <translation>“%1”不能作为 Deployment 的名称。</translation>
    </message>
    <message>
        <source>%1 did not answer: %2</source>
        <translation>%1 没有应答：%2</translation>
    </message>
    <message>
        <source>Prometheus knows no request durations of %1, so there is nothing to predict from.</source>
        <translation>Prometheus 中没有 %1 的请求时长，因此无法预测。</translation>
    </message>
    <message>
        <source>%1 had no requests in the window, so there is nothing to predict from.</source>
        <translation>%1 在测量时段内没有请求，因此无法预测。</translation>
    </message>
    <message>
        <source>Only %1 requests in the window: the prediction is rough.</source>
        <translation>测量时段内只有 %1 个请求：预测很粗略。</translation>
    </message>
    <message>
        <source>The newest sample is old: the prediction is about the load at that time.</source>
        <translation>最新的样本已陈旧：预测对应的是那时的负载。</translation>
    </message>
    <message>
        <source>%1 has no ready replica, so nothing was served that could be measured.</source>
        <translation>%1 没有就绪的副本，没有可测的请求。</translation>
    </message>
    <message>
        <source>No number of replicas up to %1 meets the target; one request alone takes %2 on average.</source>
        <translation>即使增加到 %1 个副本也达不到目标；单个请求平均就需要 %2。</translation>
    </message>
    <message>
        <source>At %1 of capacity the queue is close to unstable: small changes of load change p95 a lot.</source>
        <translation>负载达到处理能力的 %1 时，队列接近不稳定：负载稍有变化，p95 就会大变。</translation>
    </message>
    <message>
        <source>The model is off by %1 at the present replicas; take its other rows as a direction, not as numbers.</source>
        <translation>在当前副本数下，模型偏差 %1；其他行只能当方向看，不能当数字用。</translation>
    </message>
    <message>
        <source>The journal of a scale operation holds no count.</source>
        <translation>扩缩容的操作日志中没有副本数。</translation>
    </message>
    <message>
        <source>This operation was begun in the namespace %1, the profile now names %2.</source>
        <translation>此操作是在命名空间 %1 中开始的，而连接配置现在指向 %2。</translation>
    </message>
    <message>
        <source>Query %1 uses the variable $%2, which has no value.</source>
        <translation>查询 %1 使用了没有值的变量 $%2。</translation>
    </message>
    <message>
        <source>Deployment %1 was not scaled to %2: somebody else changed its replicas from %3 to %4 at the same moment. Look at it and try again.</source>
        <translation>Deployment %1 没有扩缩到 %2：同一时刻有人把副本数从 %3 改成了 %4。请查看后再试。</translation>
    </message>
    <message>
        <source>Deployment %1 does not get ready: %2 of %3 pods are ready after %4 s.</source>
        <translation>Deployment %1 一直没有就绪：%4 秒后，%3 个 Pod 中有 %2 个就绪。</translation>
    </message>
    <message>
        <source>Not ready yet:
%1</source>
        <translation>尚未就绪：
%1</translation>
    </message>
    <message>
        <source>Deployment %1 cannot be scaled: the console is in read-only mode.</source>
        <translation>无法对 Deployment %1 扩缩容：控制台处于只读模式。</translation>
    </message>
    <message>
        <source>%1: %2 of %3 pods are ready</source>
        <translation>%1：%3 个 Pod 中有 %2 个就绪</translation>
    </message>
    <message>
        <source>Deployment %1 asks for %2 replicas, not %3: somebody else, perhaps an autoscaler, changed it.</source>
        <translation>Deployment %1 要求的是 %2 个副本，而不是 %3：有人或自动扩缩容器改了它。</translation>
    </message>
    <message>
        <source>The cluster has no namespace %1.</source>
        <translation>集群中没有命名空间 %1。</translation>
    </message>
    <message>
        <source>No pod is left: every request to it fails until it is scaled up again.</source>
        <translation>不会留下 Pod：在重新扩容之前，对它的所有请求都会失败。</translation>
    </message>
    <message>
        <source>It begins to serve requests once the first pod is ready.</source>
        <translation>第一个 Pod 就绪后，它就开始处理请求。</translation>
    </message>
    <message>
        <source>More pods share the requests; the pods there are go on serving meanwhile.</source>
        <translation>由更多的 Pod 分担请求；现有的 Pod 在此期间照常服务。</translation>
    </message>
    <message>
        <source>Fewer pods share the requests; the pods that go finish what they have begun, within their grace period.</source>
        <translation>由更少的 Pod 分担请求；退出的 Pod 会在宽限期内处理完已接手的请求。</translation>
    </message>
    <message>
        <source>It already asks for this many; nothing changes.</source>
        <translation>要求的副本数已经是这个数；没有变化。</translation>
    </message>
    <message>
        <source>%1: denied to user %2</source>
        <translation>%1：用户 %2 没有权限</translation>
    </message>
    <message>
        <source>%1: denied to user %2 (%3)</source>
        <translation>%1：用户 %2 没有权限（%3）</translation>
    </message>
    <message>
        <source>Name the deployment to scale.</source>
        <translation>请写明要扩缩容的 Deployment。</translation>
    </message>
    <message>
        <source>%1 is no count of replicas for %2: give a number from 0 to %3.</source>
        <translation>%1 不能作为 %2 的副本数：请给出 0 到 %3 之间的数。</translation>
    </message>
    <message>
        <source>Scale deployment %1 from %2 to %3</source>
        <translation>将 Deployment %1 从 %2 扩缩到 %3</translation>
    </message>
    <message>
        <source>Deployment %1 in %2</source>
        <translation>%2 中的 Deployment %1</translation>
    </message>
    <message>
        <source>%1 to %2 replicas (%3 ready now)</source>
        <translation>从 %1 个到 %2 个副本（现有 %3 个就绪）</translation>
    </message>
    <message>
        <source>Once asked for, the %1 replicas stay asked for: the cluster goes on to them, only the console stops watching.</source>
        <translation>已请求的 %1 个副本仍然有效：集群会继续调整到该数量，只是控制台不再观察。</translation>
    </message>
    <message>
        <source>Scale it back to %1. This happens by itself if the pods do not become ready.</source>
        <translation>退回 %1 个副本。如果 Pod 没有就绪，会自动退回。</translation>
    </message>
    <message>
        <source>The console may change things</source>
        <translation>控制台允许变更</translation>
    </message>
    <message>
        <source>It is open read-only.</source>
        <translation>控制台以只读模式打开。</translation>
    </message>
    <message>
        <source>It is not read-only.</source>
        <translation>控制台不是只读模式。</translation>
    </message>
    <message>
        <source>Deployment %1 is there</source>
        <translation>Deployment %1 存在</translation>
    </message>
    <message>
        <source>It asks for %1 replicas, %2 are ready.</source>
        <translation>要求 %1 个副本，%2 个就绪。</translation>
    </message>
    <message>
        <source>May %1</source>
        <translation>允许 %1</translation>
    </message>
    <message>
        <source>Allowed by the cluster&apos;s access review.</source>
        <translation>集群的访问审查允许。</translation>
    </message>
    <message>
        <source>%1 is a sensible count</source>
        <translation>副本数 %1 合理</translation>
    </message>
    <message>
        <source>It already asks for %1.</source>
        <translation>要求的副本数已经是 %1。</translation>
    </message>
    <message>
        <source>At 0 nothing serves: no traffic gets an answer.</source>
        <translation>为 0 时不提供服务：所有流量都得不到应答。</translation>
    </message>
    <message>
        <source>It is a large step from %1: see that the nodes and the database&apos;s connections bear it.</source>
        <translation>与 %1 相比变动很大：请确认节点和数据库连接数能够承受。</translation>
    </message>
    <message>
        <source>A modest step from %1.</source>
        <translation>与 %1 相比变动不大。</translation>
    </message>
    <message>
        <source>No rollout is under way</source>
        <translation>没有正在进行的发布</translation>
    </message>
    <message>
        <source>No autoscaler will undo it</source>
        <translation>没有自动扩缩容器会改回去</translation>
    </message>
    <message>
        <source>No HorizontalPodAutoscaler names this deployment.</source>
        <translation>没有 HorizontalPodAutoscaler 指向此 Deployment。</translation>
    </message>
    <message>
        <source>It is not known whether an autoscaler manages it: %1</source>
        <translation>无法确定它是否由自动扩缩容器管理：%1</translation>
    </message>
    <message>
        <source>HorizontalPodAutoscaler %1 (%2 to %3) rests while the count is 0.</source>
        <translation>副本数为 0 时，HorizontalPodAutoscaler %1（%2 到 %3）不起作用。</translation>
    </message>
    <message>
        <source>HorizontalPodAutoscaler %1 keeps the count between %2 and %3 by load and will change what you set; change its bounds instead.</source>
        <translation>HorizontalPodAutoscaler %1 按负载把副本数保持在 %2 到 %3 之间，会改掉你设置的数量；请改它的上下限。</translation>
    </message>
    <message>
        <source>Ask for %1 replicas of %2</source>
        <translation>为 %2 请求 %1 个副本</translation>
    </message>
    <message>
        <source>Wait until %1 pods are ready</source>
        <translation>等到 %1 个 Pod 就绪</translation>
    </message>
    <message>
        <source>Deployment %1 is left at %2 replicas: somebody else set that after us. It had %3 before.</source>
        <translation>Deployment %1 保留 %2 个副本：在这次操作之后有人改成了该数量。之前是 %3 个。</translation>
    </message>
    <message>
        <source>%1 of %2 pods are ready, %3 there</source>
        <translation>%2 个 Pod 中有 %1 个就绪，现存 %3 个</translation>
    </message>
    <message>
        <source>The variable&apos;s query &quot;%1&quot; is not supported.</source>
        <translation>不支持变量的查询“%1”。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no regular expression.</source>
        <translation>“%1”不是正则表达式。</translation>
    </message>
    <message>
        <source>The program failed in an unforeseen way.</source>
        <translation>程序以意料之外的方式失败。</translation>
    </message>
    <message>
        <source>There is a profile %1 already; choose another name, or edit that one.</source>
        <translation>已有连接配置 %1；请另选名称，或编辑已有的配置。</translation>
    </message>
    <message>
        <source>The profile names no %1. Add it under &quot;Edit this connection&quot; or in the profile file.</source>
        <translation>连接配置中没有 %1。请在“编辑此连接”或配置文件中添加。</translation>
    </message>
    <message>
        <source>The application at %1 says it is not healthy (HTTP %2).</source>
        <translation>%1 上的应用报告不健康（HTTP %2）。</translation>
    </message>
    <message>
        <source>The password for %1 is wrong; check the profile&apos;s password reference.</source>
        <translation>%1 的密码错误；请检查连接配置中的密码引用。</translation>
    </message>
    <message>
        <source>Prometheus answers; it has found no target to scrape yet.</source>
        <translation>Prometheus 有应答；还没有发现采集目标。</translation>
    </message>
    <message>
        <source>%1 of %2 targets were scraped; the others have not had their turn yet.</source>
        <translation>%2 个采集目标中已采集 %1 个；其余还没有轮到。</translation>
    </message>
    <message>
        <source>Backup folder</source>
        <translation>备份目录</translation>
    </message>
    <message>
        <source>Nothing is kept: the unfinished file is removed.</source>
        <translation>不会保留任何内容：未完成的文件会被删除。</translation>
    </message>
    <message>
        <source>Everything is taken back: the data and the deployments are as they were.</source>
        <translation>全部撤回：数据和各 Deployment 均恢复原状。</translation>
    </message>
</context>
</TS>
