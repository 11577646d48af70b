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
        <source>Stop verifying</source>
        <translation>停止校验</translation>
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
        <source>The server forgets events after an hour.</source>
        <translation>服务器只保留一小时内的事件。</translation>
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
        <source>Scale %1</source>
        <translation>扩缩容 %1</translation>
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
        <source>Conditions</source>
        <translation>条件</translation>
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
        <translation>显示的是 %1前的数据。%2</translation>
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
        <translation>%1前的数据</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
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
        <source>Show it</source>
        <translation>去处理</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
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
    <message>
        <source>More actions on %1</source>
        <translation>对 %1 的更多操作</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Apply a manifest</source>
        <translation>应用清单</translation>
    </message>
    <message>
        <source>One or more documents in YAML or JSON. The next step asks the server what they would change, without changing it.</source>
        <translation>一个或多个 YAML 或 JSON 文档。下一步由服务器试运行，算出会改动什么，不做实际修改。</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Take over fields that others manage</source>
        <translation>接管其他管理者的字段</translation>
    </message>
    <message>
        <source>Without it, a field that another manager sets to another value is a conflict, and nothing is changed.</source>
        <translation>不选择时，如果某个字段已由其他管理者设为不同的值，则算冲突，不做任何改动。</translation>
    </message>
    <message>
        <source>Open a manifest</source>
        <translation>打开清单</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml *.json)</source>
        <translation>清单 (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>无法读取文件</translation>
    </message>
    <message>
        <source>%1: %2. Choose another file.</source>
        <translation>%1：%2。改选其他文件。</translation>
    </message>
    <message>
        <source>The file is too large</source>
        <translation>文件太大</translation>
    </message>
    <message>
        <source>%1 has more than 3 MiB, which no API server takes at once. Split it.</source>
        <translation>%1 超过 3 MiB，API server 不会一次接收这么大的内容。需要拆分。</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>at its maximum</source>
        <translation>已达上限</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>scaling</source>
        <translation>扩缩中</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>You are looking at %1 in context %2. The other pages stay with the profile&apos;s own: %3 in context %4.</source>
        <translation>当前查看的是 context %2 中的 %1。其他页面仍使用连接配置自己的范围：context %4 中的 %3。</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>返回 %1</translation>
    </message>
    <message>
        <source>%1 so far…</source>
        <translation>已加载 %1…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>The cluster does not list objects of kind %1.</source>
        <translation>集群不能列出种类为 %1 的对象。</translation>
    </message>
    <message>
        <source>Open details</source>
        <translation>打开详情</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>复制名称</translation>
    </message>
    <message>
        <source>Rollouts of %1</source>
        <translation>%1 的发布</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Logs of %1</source>
        <translation>%1 的日志</translation>
    </message>
    <message>
        <source>cores</source>
        <translation>核</translation>
    </message>
    <message>
        <source>In use: %1</source>
        <translation>使用量：%1</translation>
    </message>
    <message>
        <source>In use: not known</source>
        <translation>使用量：未知</translation>
    </message>
    <message>
        <source>Asked for: %1</source>
        <translation>request：%1</translation>
    </message>
    <message>
        <source>Asked for: nothing</source>
        <translation>request：未设置</translation>
    </message>
    <message>
        <source>Limit: %1</source>
        <translation>limit：%1</translation>
    </message>
    <message>
        <source>Limit: none</source>
        <translation>limit：未设置</translation>
    </message>
    <message>
        <source>Run a maintenance command in %1</source>
        <translation>在 %1 中运行维护命令</translation>
    </message>
    <message>
        <source>The next step lists what the command would touch, before it runs. Its output is shown, and that it ran is recorded.</source>
        <translation>下一步先列出命令会涉及什么，然后才运行。输出会显示出来，运行这件事会被记录。</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Delete old log files</source>
        <translation>删除旧日志文件</translation>
    </message>
    <message>
        <source>Upgrade Python packages</source>
        <translation>升级 Python 包</translation>
    </message>
    <message>
        <source>A command of your own</source>
        <translation>自己的命令</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>要做什么</translation>
    </message>
    <message>
        <source>Not changed for</source>
        <translation>未修改已满</translation>
    </message>
    <message>
        <source>Requirements file</source>
        <translation>requirements 文件</translation>
    </message>
    <message>
        <source>What is installed is gone with the pod. A new image keeps it.</source>
        <translation>安装的内容会随 Pod 一起消失。要保留，应放进新镜像。</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Program and arguments; quotation marks hold an argument together. No shell reads it.</source>
        <translation>程序和参数；含空格的参数用引号括起来。命令不经过 shell。</translation>
    </message>
    <message>
        <source>No pod is running.</source>
        <translation>没有正在运行的 Pod。</translation>
    </message>
    <message>
        <source>Set the image of %1</source>
        <translation>设置 %1 的镜像</translation>
    </message>
    <message>
        <source>Pods with the new image replace the present ones, as the deployment&apos;s strategy says. The next step shows the plan.</source>
        <translation>使用新镜像的 Pod 按 Deployment 的策略替换现有 Pod。下一步显示计划。</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>With its tag or digest: registry/name:1.4.0</source>
        <translation>带 tag 或 digest：registry/name:1.4.0</translation>
    </message>
    <message>
        <source>Workloads</source>
        <translation>工作负载</translation>
    </message>
    <message>
        <source>StatefulSets</source>
        <translation>StatefulSet</translation>
    </message>
    <message>
        <source>DaemonSets</source>
        <translation>DaemonSet</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>CronJobs</source>
        <translation>CronJob</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Ingresses</source>
        <translation>Ingress</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Config maps</source>
        <translation>ConfigMap</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>Disruption budgets</source>
        <translation>中断预算</translation>
    </message>
    <message>
        <source>Quotas</source>
        <translation>配额</translation>
    </message>
    <message>
        <source>Namespaces</source>
        <translation>命名空间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>简称</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Show another kind of object</source>
        <translation>显示其他种类的对象</translation>
    </message>
    <message>
        <source>Kinds of objects</source>
        <translation>对象种类</translation>
    </message>
    <message>
        <source>Show objects</source>
        <translation>显示对象</translation>
    </message>
    <message>
        <source>Other kinds</source>
        <translation>其他种类</translation>
    </message>
    <message>
        <source>All kinds…</source>
        <translation>全部种类…</translation>
    </message>
    <message>
        <source>Bad pattern: %1</source>
        <translation>表达式有误：%1</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>No line matches</source>
        <translation>没有匹配的行</translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s) match</source>
        <translation>
            <numerusform>%1 行匹配</numerusform>
        </translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Last 500 lines</source>
        <translation>最后 500 行</translation>
    </message>
    <message>
        <source>Last 5,000 lines</source>
        <translation>最后 5,000 行</translation>
    </message>
    <message>
        <source>Last 100,000 lines</source>
        <translation>最后 100,000 行</translation>
    </message>
    <message>
        <source>From the beginning</source>
        <translation>从头开始</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>全部级别</translation>
    </message>
    <message>
        <source>Info and above</source>
        <translation>信息及以上</translation>
    </message>
    <message>
        <source>Warning and above</source>
        <translation>警告及以上</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>All containers</source>
        <translation>全部容器</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>回溯范围</translation>
    </message>
    <message>
        <source>How far back, of each container</source>
        <translation>每个容器的回溯范围</translation>
    </message>
    <message>
        <source>Lowest level shown</source>
        <translation>显示的最低级别</translation>
    </message>
    <message>
        <source>Previous run</source>
        <translation>上一次运行</translation>
    </message>
    <message>
        <source>What the containers wrote before their last restart</source>
        <translation>容器最近一次重启之前写的日志</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟踪</translation>
    </message>
    <message>
        <source>Go on with what is written from now on</source>
        <translation>继续显示此后写入的内容</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save log</source>
        <translation>保存日志</translation>
    </message>
    <message>
        <source>Search lines</source>
        <translation>搜索日志行</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>Only matches</source>
        <translation>仅匹配行</translation>
    </message>
    <message>
        <source>Show only lines that match</source>
        <translation>只显示匹配的行</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>长行换行</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>上一个匹配项 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>下一个匹配项 (F3)</translation>
    </message>
    <message>
        <source>Copied the first %1 of %2 lines; saving writes all of them</source>
        <translation>已复制 %2 行中的前 %1 行；保存时会写入全部</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n line(s)</source>
        <translation>
            <numerusform>已复制 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 lines are hidden by levels, sources or the search.</source>
        <translation>有 %1 行因级别、来源或搜索条件而隐藏。</translation>
    </message>
    <message>
        <source>Show all lines</source>
        <translation>显示全部行</translation>
    </message>
    <message>
        <source>No log chosen</source>
        <translation>未选择日志</translation>
    </message>
    <message>
        <source>Choose a workload or a pod to read its log.</source>
        <translation>选择一个工作负载或 Pod 以查看其日志。</translation>
    </message>
    <message>
        <source>No lines yet</source>
        <translation>还没有日志</translation>
    </message>
    <message>
        <source>Lines appear here as they are written.</source>
        <translation>有新的日志写入时会显示在这里。</translation>
    </message>
    <message>
        <source>No lines</source>
        <translation>没有日志</translation>
    </message>
    <message>
        <source>Nothing was written in this time. Look further back.</source>
        <translation>这段时间内没有写入日志。可以扩大回溯范围。</translation>
    </message>
    <message numerus="yes">
        <source>%n pod(s)</source>
        <translation>
            <numerusform>%n 个 Pod</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s)</source>
        <translation>
            <numerusform>%1 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 lines</source>
        <translation>%1 / %2 行</translation>
    </message>
    <message>
        <source>following</source>
        <translation>跟踪中</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>读取中</translation>
    </message>
    <message>
        <source>broken off</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>read to the end</source>
        <translation>已读完</translation>
    </message>
    <message numerus="yes">
        <source>%n ended</source>
        <translation>
            <numerusform>%n 个已结束</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 个失败</numerusform>
        </translation>
    </message>
    <message>
        <source>the oldest %1 lines were dropped</source>
        <translation>最早的 %1 行已丢弃</translation>
    </message>
    <message>
        <source>Save log of %1</source>
        <translation>保存 %1 的日志</translation>
    </message>
    <message>
        <source>Lines as written (*.log)</source>
        <translation>原始日志行 (*.log)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON 行 (*.jsonl)</translation>
    </message>
    <message>
        <source>Log saved</source>
        <translation>日志已保存</translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s) in %2</source>
        <translation>
            <numerusform>%1 行，保存在 %2</numerusform>
        </translation>
    </message>
    <message>
        <source>The log was not saved</source>
        <translation>日志未保存</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Sources of the log</source>
        <translation>日志来源</translation>
    </message>
    <message>
        <source>Create a namespace</source>
        <translation>创建命名空间</translation>
    </message>
    <message>
        <source>Small letters, digits and dashes, at most 63</source>
        <translation>小写字母、数字和连字符，最多 63 个字符</translation>
    </message>
    <message>
        <source>Small letters, digits and dashes, at most 63; it begins and ends with a letter or digit.</source>
        <translation>小写字母、数字和连字符，最多 63 个字符；以字母或数字开头和结尾。</translation>
    </message>
    <message>
        <source>Choose an object in the table first.</source>
        <translation>先在表格中选择一个对象。</translation>
    </message>
    <message>
        <source>Restart…</source>
        <translation>重启…</translation>
    </message>
    <message>
        <source>Set image…</source>
        <translation>设置镜像…</translation>
    </message>
    <message>
        <source>Resume rollout…</source>
        <translation>恢复发布…</translation>
    </message>
    <message>
        <source>Pause rollout…</source>
        <translation>暂停发布…</translation>
    </message>
    <message>
        <source>Scale…</source>
        <translation>扩缩容…</translation>
    </message>
    <message>
        <source>Rollouts</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Reveal…</source>
        <translation>显示值…</translation>
    </message>
    <message>
        <source>Run maintenance command…</source>
        <translation>运行维护命令…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Undo to revision %1…</source>
        <translation>回滚到修订版本 %1…</translation>
    </message>
    <message>
        <source>Undo to a revision…</source>
        <translation>回滚到某个修订版本…</translation>
    </message>
    <message>
        <source>Choose a revision that is not the current one.</source>
        <translation>选择一个不是当前版本的修订版本。</translation>
    </message>
    <message>
        <source>Apply manifest…</source>
        <translation>应用清单…</translation>
    </message>
    <message>
        <source>Create namespace…</source>
        <translation>创建命名空间…</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
    <message>
        <source>Deletion</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Annotations</source>
        <translation>注解</translation>
    </message>
    <message>
        <source>No events. The server forgets them after an hour.</source>
        <translation>没有事件。服务器只保留一小时内的事件。</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <translation>
            <numerusform>%n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>The server does not tell who manages which field.</source>
        <translation>服务器没有说明哪个字段由谁管理。</translation>
    </message>
    <message>
        <source>This console has not scaled it yet. After a scaling, the predicted p95 stands here beside the measured one.</source>
        <translation>本控制台尚未对它扩缩容。扩缩容之后，这里会并列显示预测的 p95 和实测的 p95。</translation>
    </message>
    <message>
        <source>%1 → %2 replicas</source>
        <translation>%1 → %2 个副本</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>p95 predicted</source>
        <translation>预测 p95</translation>
    </message>
    <message>
        <source>p95 measured</source>
        <translation>实测 p95</translation>
    </message>
    <message>
        <source>The measurement lies in the predicted band.</source>
        <translation>实测值在预测区间之内。</translation>
    </message>
    <message>
        <source>The measurement lies outside the predicted band.</source>
        <translation>实测值在预测区间之外。</translation>
    </message>
    <message>
        <source>The two cannot be compared.</source>
        <translation>两者无法比较。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Scalings</source>
        <translation>扩缩记录</translation>
    </message>
    <message>
        <source>%1: none in %2</source>
        <translation>%1：%2 中没有</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1：无</translation>
    </message>
    <message>
        <source>The same template was revision %1 before.</source>
        <translation>相同的模板曾是修订版本 %1。</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>无法比较</translation>
    </message>
    <message>
        <source>first known</source>
        <translation>已知最早</translation>
    </message>
    <message>
        <source>no worse</source>
        <translation>未变差</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>变差</translation>
    </message>
    <message>
        <source>much worse</source>
        <translation>明显变差</translation>
    </message>
    <message>
        <source>Revision %1 (current)</source>
        <translation>修订版本 %1（当前）</translation>
    </message>
    <message>
        <source>Revision %1</source>
        <translation>修订版本 %1</translation>
    </message>
    <message>
        <source>current</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>being replaced</source>
        <translation>正在被替换</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>ReplicaSet</source>
        <translation>ReplicaSet</translation>
    </message>
    <message>
        <source>Change cause</source>
        <translation>变更原因</translation>
    </message>
    <message>
        <source>Against the one before</source>
        <translation>与前一段相比</translation>
    </message>
    <message>
        <source>Served</source>
        <translation>服务时段</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>自 %1 起</translation>
    </message>
    <message>
        <source>For</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Failed requests</source>
        <translation>失败的请求</translation>
    </message>
    <message>
        <source>Model accuracy</source>
        <translation>模型准确率</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>卡住</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Progressing</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Updated and available replicas</source>
        <translation>已更新且可用的副本</translation>
    </message>
    <message>
        <source>%1 wanted · %2 up to date · %3 ready · %4 available · %5 there in all</source>
        <translation>期望 %1 · 已更新 %2 · 就绪 %3 · 可用 %4 · 共有 %5</translation>
    </message>
    <message>
        <source>There is no deployment %1</source>
        <translation>没有 Deployment %1</translation>
    </message>
    <message>
        <source>How the system did</source>
        <translation>系统表现</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Compare from</source>
        <translation>比较的起点</translation>
    </message>
    <message>
        <source>Compare to</source>
        <translation>比较的终点</translation>
    </message>
    <message>
        <source>Revisions</source>
        <translation>修订版本</translation>
    </message>
    <message>
        <source>No revision is kept</source>
        <translation>没有保留任何修订版本</translation>
    </message>
    <message>
        <source>The deployment&apos;s revisionHistoryLimit is 0, or its ReplicaSets were deleted.</source>
        <translation>该 Deployment 的 revisionHistoryLimit 为 0，或其 ReplicaSet 已被删除。</translation>
    </message>
    <message>
        <source>Nothing is known about its revisions yet</source>
        <translation>尚无修订版本的信息</translation>
    </message>
    <message>
        <source>What the number would meet is shown while you choose it. The next step makes the plan; nothing changes before you confirm it.</source>
        <translation>选择数量时会显示它将遇到什么。下一步生成计划；确认之前不会做任何变更。</translation>
    </message>
    <message numerus="yes">
        <source>%n replica(s) now</source>
        <translation>
            <numerusform>现有 %n 个副本</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at what this number would meet</source>
        <translation>正在查看这个数量会遇到什么</translation>
    </message>
    <message>
        <source>p95 measured now</source>
        <translation>当前实测 p95</translation>
    </message>
    <message>
        <source>no prediction</source>
        <translation>无预测</translation>
    </message>
    <message>
        <source>the queue would grow without end</source>
        <translation>队列会无限增长</translation>
    </message>
    <message>
        <source>%1 to %2 in 95 of 100 cases</source>
        <translation>100 次中有 95 次在 %1 到 %2 之间</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 到 %3）</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Model at %1 now</source>
        <translation>模型：现在 %1 个副本</translation>
    </message>
    <message>
        <source>Model at %1 then</source>
        <translation>模型：之后 %1 个副本</translation>
    </message>
    <message>
        <source>Context of the kubeconfig</source>
        <translation>kubeconfig 的 context</translation>
    </message>
    <message>
        <source>Namespace. They cannot be listed (%1); type a name and press Return.</source>
        <translation>命名空间。无法列出（%1）；可输入名称后按回车。</translation>
    </message>
    <message>
        <source>Copy the value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Copy the value of %1</source>
        <translation>复制 %1 的值</translation>
    </message>
    <message>
        <source>The values are hidden. Revealing them is an operation: who did it, when and why is written into the ledger, the values are not. They are hidden again when this panel closes.</source>
        <translation>值已隐藏。显示值是一次操作：谁、何时、为什么会写入操作账本，值本身不写。关闭此面板后重新隐藏。</translation>
    </message>
    <message>
        <source>It has no values.</source>
        <translation>它没有值。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the objects (Esc)</source>
        <translation>返回对象列表（Esc）</translation>
    </message>
    <message>
        <source>Choose a backup in the table first.</source>
        <translation>先在表格中选择一个备份。</translation>
    </message>
    <message>
        <source>This file cannot be used: %1</source>
        <translation>此文件不能使用：%1</translation>
    </message>
    <message>
        <source>This backup cannot be restored there</source>
        <translation>此备份不能恢复到该处</translation>
    </message>
    <message>
        <source>The drill cannot be run</source>
        <translation>无法演练</translation>
    </message>
    <message>
        <source>Unpin…</source>
        <translation>取消固定…</translation>
    </message>
    <message>
        <source>Pin…</source>
        <translation>固定…</translation>
    </message>
    <message>
        <source>The pin cannot be changed</source>
        <translation>无法更改固定状态</translation>
    </message>
    <message>
        <source>It has no record to hold the pin: adopt it first.</source>
        <translation>没有可保存固定状态的记录：先收编。</translation>
    </message>
    <message>
        <source>Adopt…</source>
        <translation>收编…</translation>
    </message>
    <message>
        <source>This backup cannot be adopted</source>
        <translation>此备份不能收编</translation>
    </message>
    <message>
        <source>It has a record already.</source>
        <translation>已有记录。</translation>
    </message>
    <message>
        <source>Copy to a second place…</source>
        <translation>复制到其他位置…</translation>
    </message>
    <message>
        <source>The profile names no second place for backups.</source>
        <translation>连接配置中没有备份的其他位置。</translation>
    </message>
    <message>
        <source>Copy to %1…</source>
        <translation>复制到 %1…</translation>
    </message>
    <message>
        <source>This backup cannot be copied</source>
        <translation>此备份不能复制</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Drill…</source>
        <translation>演练…</translation>
    </message>
    <message>
        <source>Restore elsewhere…</source>
        <translation>恢复到别处…</translation>
    </message>
    <message>
        <source>Look inside</source>
        <translation>查看内容</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>A custom archive under zstd: zstd -d makes a file that pg_restore reads</source>
        <translation>zstd 压缩的 custom 归档：zstd -d 可得到 pg_restore 能读取的文件</translation>
    </message>
    <message>
        <source>A custom archive that pg_restore reads as it is</source>
        <translation>pg_restore 可直接读取的 custom 归档</translation>
    </message>
    <message>
        <source>A folder that pg_restore reads as it is</source>
        <translation>pg_restore 可直接读取的目录</translation>
    </message>
    <message>
        <source>encrypted with %1</source>
        <translation>用 %1 加密</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>content checksums</source>
        <translation>有内容校验和</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Lock: encrypted. Pin: retention never removes it. Tick: a checksum of every table&apos;s content.</source>
        <translation>锁：已加密。图钉：保留策略永不删除。对勾：有每张表内容的校验和。</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>备份副本</translation>
    </message>
    <message>
        <source>%1, verified %2</source>
        <translation>%1，校验于 %2</translation>
    </message>
    <message>
        <source>No copy in a second place</source>
        <translation>其他位置没有备份副本</translation>
    </message>
    <message>
        <source>safety dump</source>
        <translation>安全转储</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>校验和</translation>
    </message>
    <message>
        <source>Not taken when the backup was made</source>
        <translation>制作备份时没有计算</translation>
    </message>
    <message>
        <source>Large objects</source>
        <translation>大对象</translation>
    </message>
    <message>
        <source>%1, %2 together</source>
        <translation>%1 个，共 %2</translation>
    </message>
    <message>
        <source>Checksums took</source>
        <translation>校验和用时</translation>
    </message>
    <message>
        <source>%1 of processor time</source>
        <translation>%1 处理器时间</translation>
    </message>
    <message>
        <source>How it was made</source>
        <translation>制作信息</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Encrypted for</source>
        <translation>加密接收者</translation>
    </message>
    <message>
        <source>Last drill</source>
        <translation>最近一次演练</translation>
    </message>
    <message>
        <source>Restored in %1, compared in %2</source>
        <translation>恢复用时 %1，核对用时 %2</translation>
    </message>
    <message>
        <source>%1 · %2 rows in %3 tables · %4</source>
        <translation>%1 · %3 张表共 %2 行 · %4</translation>
    </message>
    <message>
        <source>content compared</source>
        <translation>已核对内容</translation>
    </message>
    <message>
        <source>rows counted</source>
        <translation>已核对行数</translation>
    </message>
    <message>
        <source>A restore made it of the data it replaced</source>
        <translation>恢复时对被替换的数据做的转储</translation>
    </message>
    <message>
        <source>Pinned: retention never removes it</source>
        <translation>已固定：保留策略永不删除</translation>
    </message>
    <message>
        <source>%1, encrypted with %2</source>
        <translation>%1，用 %2 加密</translation>
    </message>
    <message>
        <source>No copy lies in a second place. &quot;Copy to&quot; makes one, if the profile names a place.</source>
        <translation>其他位置没有备份副本。连接配置中有其他位置时，可用“复制到”制作。</translation>
    </message>
    <message>
        <source>%1 · read back and equal %2</source>
        <translation>%1 · %2 读回，一致</translation>
    </message>
    <message>
        <source>%1 in %2, as measured by %3</source>
        <translation>%1，用时 %2（据 %3 实测）</translation>
    </message>
    <message>
        <source>Checksum of every table&apos;s content</source>
        <translation>计算每张表内容的校验和</translation>
    </message>
    <message>
        <source>Pin it: retention never removes it</source>
        <translation>固定：保留策略永不删除</translation>
    </message>
    <message>
        <source>Apply the retention policy afterwards</source>
        <translation>之后执行保留策略</translation>
    </message>
    <message>
        <source>Back up %1</source>
        <translation>备份 %1</translation>
    </message>
    <message>
        <source>Back up the database</source>
        <translation>备份数据库</translation>
    </message>
    <message>
        <source>The database stays in use meanwhile. The next step shows the plan.</source>
        <translation>其间数据库照常使用。下一步显示计划。</translation>
    </message>
    <message>
        <source>%1 (default)</source>
        <translation>%1（默认）</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>NAME.dump.zst: compressed by all processors while it is read. zstd -d makes a file that pg_restore reads.</source>
        <translation>NAME.dump.zst：边读取边用所有处理器压缩。zstd -d 可得到 pg_restore 能读取的文件。</translation>
    </message>
    <message>
        <source>Plain pg_restore file</source>
        <translation>普通 pg_restore 文件</translation>
    </message>
    <message>
        <source>NAME.dump: what pg_dump -Fc -Z9 writes, as the guide does it. pg_restore reads it as it is.</source>
        <translation>NAME.dump：pg_dump -Fc -Z9 的输出，与指南的做法相同。pg_restore 可直接读取。</translation>
    </message>
    <message>
        <source>Parallel directory</source>
        <translation>并行目录</translation>
    </message>
    <message numerus="yes">
        <source>NAME.dumpdir: %n table(s) at a time, for databases that take hours.</source>
        <translation>
            <numerusform>NAME.dumpdir：同时转储 %n 张表，适合要转储数小时的数据库。</numerusform>
        </translation>
    </message>
    <message>
        <source>Encrypt it, so that this machine cannot read it</source>
        <translation>加密，使本机无法读取</translation>
    </message>
    <message>
        <source>For %1</source>
        <translation>接收者：%1</translation>
    </message>
    <message>
        <source>Copy it to %1</source>
        <translation>复制到 %1</translation>
    </message>
    <message>
        <source>Why it was made: before the upgrade</source>
        <translation>制作原因，例如：升级之前</translation>
    </message>
    <message>
        <source>Looking what earlier backups cost</source>
        <translation>正在查看以往备份的代价</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Its tables were not counted</source>
        <translation>没有统计各表的行数</translation>
    </message>
    <message>
        <source>The backup has no record of its rows. &quot;Adopt&quot; reads them out of the file.</source>
        <translation>此备份没有行数记录。“收编”会从文件中读取。</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>directory</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>systemd timer</source>
        <translation>systemd 定时器</translation>
    </message>
    <message>
        <source>CronJob in the cluster</source>
        <translation>集群中的 CronJob</translation>
    </message>
    <message>
        <source>set aside by a restore</source>
        <translation>恢复时换下</translation>
    </message>
    <message>
        <source>left by a restore</source>
        <translation>恢复遗留</translation>
    </message>
    <message>
        <source>left by a drill</source>
        <translation>演练遗留</translation>
    </message>
    <message>
        <source>every day at %1</source>
        <translation>每天 %1</translation>
    </message>
    <message>
        <source>on %1 at %2</source>
        <translation>每%1 %2</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>%1 后</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>立即备份…</translation>
    </message>
    <message>
        <source>Views of the backups</source>
        <translation>备份的各个视图</translation>
    </message>
    <message>
        <source>Schedules</source>
        <translation>计划任务</translation>
    </message>
    <message>
        <source>Retention</source>
        <translation>保留策略</translation>
    </message>
    <message>
        <source>Kept databases</source>
        <translation>保留的数据库</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Restore the newest backup</source>
        <translation>恢复最新备份</translation>
    </message>
    <message>
        <source>Run a drill of the newest backup</source>
        <translation>用最新备份演练</translation>
    </message>
    <message>
        <source>Verify the newest backup</source>
        <translation>校验最新备份</translation>
    </message>
    <message>
        <source>Show backup schedules</source>
        <translation>查看备份计划任务</translation>
    </message>
    <message>
        <source>Show what retention would remove</source>
        <translation>查看保留策略会删除什么</translation>
    </message>
    <message>
        <source>Show databases that restores kept</source>
        <translation>查看恢复时保留的数据库</translation>
    </message>
    <message>
        <source>Show copies of backups</source>
        <translation>查看备份副本</translation>
    </message>
    <message>
        <source>Show who holds the database</source>
        <translation>查看谁在使用数据库</translation>
    </message>
    <message>
        <source>Filter by name, label or mark</source>
        <translation>按名称、标签或标记筛选</translation>
    </message>
    <message>
        <source>Filter of the backups</source>
        <translation>备份筛选</translation>
    </message>
    <message>
        <source>%1, owned by %2</source>
        <translation>%1，属主 %2</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>Reading the table of contents</source>
        <translation>正在读取归档目录</translation>
    </message>
    <message>
        <source>Every schema</source>
        <translation>全部 Schema</translation>
    </message>
    <message>
        <source>Every kind</source>
        <translation>全部种类</translation>
    </message>
    <message>
        <source>Filter of the contents</source>
        <translation>内容筛选</translation>
    </message>
    <message>
        <source>Contents of the backup</source>
        <translation>备份的内容</translation>
    </message>
    <message>
        <source>The backup is empty</source>
        <translation>备份是空的</translation>
    </message>
    <message>
        <source>It was made of a database without objects.</source>
        <translation>制作时数据库中没有对象。</translation>
    </message>
    <message>
        <source>Writes its rows to a file, without any database</source>
        <translation>把表的行写入文件，不需要数据库</translation>
    </message>
    <message>
        <source>Choose a table in the list first.</source>
        <translation>先在列表中选择一张表。</translation>
    </message>
    <message>
        <source>Save %1 as CSV</source>
        <translation>将 %1 导出为 CSV</translation>
    </message>
    <message>
        <source>Reading %1 out of the backup</source>
        <translation>正在从备份中读取 %1</translation>
    </message>
    <message>
        <source>%1 rows (%2) are in %3.</source>
        <translation>%1 行（%2）已写入 %3。</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>with its record</source>
        <translation>有记录</translation>
    </message>
    <message>
        <source>without its record</source>
        <translation>无记录</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>here too</source>
        <translation>本机也有</translation>
    </message>
    <message>
        <source>only there</source>
        <translation>仅在该处</translation>
    </message>
    <message>
        <source>Fetch…</source>
        <translation>取回…</translation>
    </message>
    <message>
        <source>Choose a copy in the table first.</source>
        <translation>先在表格中选择一份备份副本。</translation>
    </message>
    <message>
        <source>It is in the backup folder already.</source>
        <translation>备份目录中已有。</translation>
    </message>
    <message>
        <source>The copy cannot be fetched</source>
        <translation>无法取回备份副本</translation>
    </message>
    <message>
        <source>Copy the newest there…</source>
        <translation>复制最新备份到该处…</translation>
    </message>
    <message>
        <source>The newest backup is there already.</source>
        <translation>最新备份已在该处。</translation>
    </message>
    <message>
        <source>There is no usable backup.</source>
        <translation>没有可用的备份。</translation>
    </message>
    <message>
        <source>Second place</source>
        <translation>其他位置</translation>
    </message>
    <message>
        <source>Copies in the second place</source>
        <translation>其他位置的备份副本</translation>
    </message>
    <message>
        <source>Nothing is there yet</source>
        <translation>该处还没有内容</translation>
    </message>
    <message>
        <source>New backups are copied there by themselves; &quot;Copy the newest there&quot; begins with one.</source>
        <translation>新备份会自动复制到该处；“复制最新备份到该处”可先复制一份。</translation>
    </message>
    <message>
        <source>No second place is set up</source>
        <translation>没有设置其他位置</translation>
    </message>
    <message>
        <source>Backups on one disk are lost with it. Name a folder or an S3 bucket under backups.copies in the profile; every new backup is then copied there and read back.</source>
        <translation>备份只在一块磁盘上，磁盘损坏就全部丢失。在连接配置的 backups.copies 中写明目录或 S3 桶；此后每个新备份都会复制到该处并读回核对。</translation>
    </message>
    <message>
        <source>Only some of its tables</source>
        <translation>仅部分表</translation>
    </message>
    <message>
        <source>Filter the tables</source>
        <translation>筛选表</translation>
    </message>
    <message>
        <source>Restore %1 elsewhere</source>
        <translation>将 %1 恢复到别处</translation>
    </message>
    <message>
        <source>The live database and the application are left alone. A database that this makes is dropped again if it fails.</source>
        <translation>不动线上数据库和应用。失败时，本次新建的数据库会被删除。</translation>
    </message>
    <message>
        <source>This server (%1)</source>
        <translation>本服务器（%1）</translation>
    </message>
    <message>
        <source>This server</source>
        <translation>本服务器</translation>
    </message>
    <message>
        <source>The server of profile %1</source>
        <translation>连接配置 %1 的服务器</translation>
    </message>
    <message>
        <source>Made if it does not exist; else it must hold none of the tables</source>
        <translation>不存在则新建；已存在则不能含有这些表</translation>
    </message>
    <message>
        <source>Its record names no tables; adopt the backup first.</source>
        <translation>其记录中没有表；先收编此备份。</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>Tables to restore</source>
        <translation>要恢复的表</translation>
    </message>
    <message>
        <source>That is the live database: &quot;Restore&quot; replaces it.</source>
        <translation>这是线上数据库：替换它要用“恢复”。</translation>
    </message>
    <message>
        <source>PostgreSQL takes names of at most 63 bytes.</source>
        <translation>PostgreSQL 的名称最长 63 字节。</translation>
    </message>
    <message>
        <source>%1 of %2 chosen</source>
        <translation>已选 %1 / %2</translation>
    </message>
    <message>
        <source>Name the database to restore into.</source>
        <translation>填写要恢复到的数据库。</translation>
    </message>
    <message>
        <source>Choose at least one table.</source>
        <translation>至少选择一张表。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>waits for it</source>
        <translation>等待其结束</translation>
    </message>
    <message>
        <source>only looks</source>
        <translation>仅查看</translation>
    </message>
    <message>
        <source>A restore waits until this session is gone</source>
        <translation>恢复会等到此会话结束</translation>
    </message>
    <message>
        <source>A program that only looks: it may stay, and connects again by itself afterwards</source>
        <translation>只查看的程序：可以保留，之后会自行重连</translation>
    </message>
    <message>
        <source>Pod %1 at %2</source>
        <translation>Pod %1，地址 %2</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>连接时长</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>unnamed</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Sessions of the database</source>
        <translation>数据库的会话</translation>
    </message>
    <message>
        <source>Nobody else is connected</source>
        <translation>没有其他连接</translation>
    </message>
    <message>
        <source>A restore would not have to wait for anybody.</source>
        <translation>恢复无需等待任何会话。</translation>
    </message>
    <message>
        <source>Nobody holds the database: a restore would not have to wait.</source>
        <translation>没有会话占用数据库：恢复无需等待。</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) hold the database: a restore waits until they are gone.</source>
        <translation>
            <numerusform>%n 个会话占用数据库：恢复会等到它们结束。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n selected session(s)…</source>
        <translation>
            <numerusform>结束选中的 %n 个会话…</numerusform>
        </translation>
    </message>
    <message>
        <source>No session holds the database.</source>
        <translation>没有会话占用数据库。</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>来历</translation>
    </message>
    <message>
        <source>The live database as it was before a restore</source>
        <translation>恢复之前的线上数据库</translation>
    </message>
    <message>
        <source>Nothing uses it any more: it can be dropped</source>
        <translation>已不再使用：可以删除</translation>
    </message>
    <message>
        <source>No database was set aside</source>
        <translation>没有保留的数据库</translation>
    </message>
    <message>
        <source>A restore into a side database leaves the old one here, under a dated name, until it is dropped.</source>
        <translation>恢复到旁路数据库时，旧数据库以带日期的名称留在这里，直到被删除。</translation>
    </message>
    <message>
        <source>Choose a database in the table first.</source>
        <translation>先在表格中选择一个数据库。</translation>
    </message>
    <message>
        <source>Swap back…</source>
        <translation>换回…</translation>
    </message>
    <message>
        <source>It never was the live database: there is nothing to go back to.</source>
        <translation>它从未作为线上数据库：没有可换回的数据。</translation>
    </message>
    <message>
        <source>Drop…</source>
        <translation>删除…</translation>
    </message>
    <message numerus="yes">
        <source>%n database(s) beside the live one, %1 together.</source>
        <translation>
            <numerusform>线上数据库之外有 %n 个数据库，共 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>The databases cannot be exchanged</source>
        <translation>数据库无法交换</translation>
    </message>
    <message>
        <source>The database cannot be dropped</source>
        <translation>数据库无法删除</translation>
    </message>
    <message>
        <source>Show the schedules</source>
        <translation>查看计划任务</translation>
    </message>
    <message>
        <source>Who holds the database</source>
        <translation>谁在使用数据库</translation>
    </message>
    <message>
        <source>Newest backup</source>
        <translation>最新备份</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>nothing can be restored</source>
        <translation>没有可恢复的备份</translation>
    </message>
    <message>
        <source>In the folder</source>
        <translation>目录中</translation>
    </message>
    <message numerus="yes">
        <source>%n usable backup(s)</source>
        <translation>
            <numerusform>%n 个可用的备份</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n broken</source>
        <translation>
            <numerusform>%n 个损坏</numerusform>
        </translation>
    </message>
    <message>
        <source>Next run</source>
        <translation>下次运行</translation>
    </message>
    <message>
        <source>not scheduled</source>
        <translation>未安排</translation>
    </message>
    <message>
        <source>&quot;Schedules&quot; sets one up</source>
        <translation>在“计划任务”中设置</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>上次运行</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>a drill proves a backup</source>
        <translation>演练才能证明备份可用</translation>
    </message>
    <message>
        <source>passed in %1</source>
        <translation>通过，用时 %1</translation>
    </message>
    <message>
        <source>Down only while the pods stop and start: %1 when it was last done here.</source>
        <translation>只在 Pod 停止和启动期间不可用：上一次在这里用了 %1。</translation>
    </message>
    <message>
        <source>Down only while the pods stop and start: seconds, however large the backup is.</source>
        <translation>只在 Pod 停止和启动时不可用：几秒钟，与备份大小无关。</translation>
    </message>
    <message>
        <source>the database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>End sessions that still hold the database once the pods are gone</source>
        <translation>Pod 消失后，结束仍占用数据库的会话</translation>
    </message>
    <message>
        <source>Silence the alerts of this system meanwhile</source>
        <translation>其间静默本系统的告警</translation>
    </message>
    <message>
        <source>Restore %1 from %2</source>
        <translation>用 %2 恢复 %1</translation>
    </message>
    <message>
        <source>Its data is as of %1 (%2, %3). What was written since then is not in it.</source>
        <translation>数据截至 %1（%2，%3）。此后写入的内容不在其中。</translation>
    </message>
    <message>
        <source>Swap %1 back in</source>
        <translation>换回 %1</translation>
    </message>
    <message>
        <source>The two databases exchange their names: %1 holds the data of %2 again, and what it holds now stays under a dated name. The application is down while the pods stop and start.</source>
        <translation>两个数据库交换名称：%1 重新使用 %2 的数据，现有数据以带日期的名称保留。Pod 停止和启动期间应用不可用。</translation>
    </message>
    <message>
        <source>Into a side database, then exchange (default)</source>
        <translation>恢复到旁路数据库，再交换（默认）</translation>
    </message>
    <message>
        <source>The application runs on while the backup is restored beside the live database and held against its record. Only then the pods stop, the two databases exchange their names, and the pods start. The old data stays under a dated name for an instant way back.</source>
        <translation>备份在线上数据库旁边恢复并与记录核对，其间应用照常运行。之后才停止 Pod，两个数据库交换名称，再启动 Pod。旧数据以带日期的名称保留，可立即换回。</translation>
    </message>
    <message>
        <source>In place, as the guide does it</source>
        <translation>就地恢复，与指南的做法相同</translation>
    </message>
    <message>
        <source>The present data is dumped, then replaced. Needs no room for a second database.</source>
        <translation>先转储现有数据，再替换。不需要第二个数据库的空间。</translation>
    </message>
    <message>
        <source>The silence ends by itself; the end of the restore lists what would have fired</source>
        <translation>静默会自行结束；恢复结束时列出本来会触发的告警</translation>
    </message>
    <message>
        <source>Without it the restore waits for them, names them, and gives up in the end</source>
        <translation>不勾选时，恢复会等待并列出这些会话，最终放弃</translation>
    </message>
    <message>
        <source>Who is connected now</source>
        <translation>当前的连接</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Nothing would be removed; %1 stay.</source>
        <translation>不会删除任何备份；保留 %1。</translation>
    </message>
    <message>
        <source>%1 of %2 backups would be removed: %3 freed, %4 stay.</source>
        <translation>%2 个备份中会删除 %1 个：释放 %3，保留 %4。</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n backup(s)…</source>
        <translation>
            <numerusform>删除 %n 个备份…</numerusform>
        </translation>
    </message>
    <message>
        <source>This policy removes nothing now.</source>
        <translation>按此策略现在没有要删除的备份。</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Back to the profile&apos;s policy</source>
        <translation>还原为连接配置中的策略</translation>
    </message>
    <message>
        <source>What the policy removes</source>
        <translation>保留策略会删除的备份</translation>
    </message>
    <message>
        <source>Once there are some, here stands which would go.</source>
        <translation>有备份之后，这里列出哪些会被删除。</translation>
    </message>
    <message>
        <source>Apply the retention policy after each backup</source>
        <translation>每次备份后执行保留策略</translation>
    </message>
    <message>
        <source>Schedule backups: %1</source>
        <translation>定时备份：%1</translation>
    </message>
    <message>
        <source>When (UTC)</source>
        <translation>时间（UTC）</translation>
    </message>
    <message>
        <source>When (local time)</source>
        <translation>时间（本地）</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>Volume claim</source>
        <translation>PVC</translation>
    </message>
    <message>
        <source>The PersistentVolumeClaim the backups go to</source>
        <translation>存放备份的 PersistentVolumeClaim</translation>
    </message>
    <message>
        <source>Database host</source>
        <translation>数据库主机</translation>
    </message>
    <message>
        <source>As pods reach it; empty: as the profile names it</source>
        <translation>Pod 访问时所用的地址；留空：与连接配置相同</translation>
    </message>
    <message>
        <source>Secret with the password</source>
        <translation>存放密码的 Secret</translation>
    </message>
    <message>
        <source>Its key</source>
        <translation>其中的键</translation>
    </message>
    <message>
        <source>What would be installed</source>
        <translation>将要安装的内容</translation>
    </message>
    <message>
        <source>Choose at least one day.</source>
        <translation>至少选择一天。</translation>
    </message>
    <message>
        <source>Name the volume claim the backups go to.</source>
        <translation>填写存放备份的 PVC。</translation>
    </message>
    <message>
        <source>Name the Secret that holds the password, and its key.</source>
        <translation>需写明存放密码的 Secret 及其键。</translation>
    </message>
    <message>
        <source>Backups are made %1, as the profile says, without this window.</source>
        <translation>%1 按连接配置做备份，无需打开本窗口。</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>尚无内容</translation>
    </message>
    <message>
        <source>A timer of your own user on this machine. A run that was due while the machine was off is made up.</source>
        <translation>本机上当前用户的定时器。关机期间错过的会补做。</translation>
    </message>
    <message>
        <source>A line in your crontab, for machines without systemd. A run that was due while the machine was off is lost.</source>
        <translation>当前用户 crontab 中的一行，适合没有 systemd 的机器。关机期间错过的不会补做。</translation>
    </message>
    <message>
        <source>Runs in the cluster beside the database and writes to a volume there, for a database that should not travel through a desktop.</source>
        <translation>在集群中数据库旁边运行，写入集群中的卷，适合数据不应经过桌面的数据库。</translation>
    </message>
    <message>
        <source>then the retention policy</source>
        <translation>之后执行保留策略</translation>
    </message>
    <message>
        <source>without the retention policy</source>
        <translation>不执行保留策略</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>run missed</source>
        <translation>错过运行</translation>
    </message>
    <message>
        <source>last run failed</source>
        <translation>上次运行失败</translation>
    </message>
    <message>
        <source>on time</source>
        <translation>准时</translation>
    </message>
    <message>
        <source>not run yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>The profile names no cluster.</source>
        <translation>连接配置中没有集群。</translation>
    </message>
    <message>
        <source>not set up</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>It was read to its end; the checksum was the one taken when it was made.</source>
        <translation>已读到末尾；校验和与备份时所记的一致。</translation>
    </message>
    <message>
        <source>Not measured here yet</source>
        <translation>这里尚未测量过</translation>
    </message>
    <message>
        <source>Took %1 of processor time</source>
        <translation>占用处理器时间 %1</translation>
    </message>
    <message>
        <source>What it costs is not measured here yet</source>
        <translation>其代价在这里尚未测量过</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Listed %1 ago</source>
        <translation>%1前列出</translation>
    </message>
    <message>
        <source>The application is down from beginning to end: %1 when it was last done here.</source>
        <translation>应用自始至终不可用：上次在这里用了 %1。</translation>
    </message>
    <message>
        <source>The application is down from beginning to end: filling alone took %1 in the last drill.</source>
        <translation>应用自始至终不可用：上次演练中仅填充就用了 %1。</translation>
    </message>
    <message>
        <source>The application is down from beginning to end; how long that takes was not measured here, a drill does that.</source>
        <translation>应用自始至终不可用；需要多久尚未在这里测量过，做一次演练即可得知。</translation>
    </message>
    <message>
        <source>Copies in %1 go by the same policy; the plan lists them.</source>
        <translation>%1 中的副本遵循同一策略；计划会逐一列出。</translation>
    </message>
    <message>
        <source>Remove old backups and copies…</source>
        <translation>删除旧备份和副本…</translation>
    </message>
    <message>
        <source>Remove backups…</source>
        <translation>删除备份…</translation>
    </message>
    <message>
        <source>Keep (days)</source>
        <translation>保留天数</translation>
    </message>
    <message>
        <source>Keep newest</source>
        <translation>保留最新</translation>
    </message>
    <message>
        <source>Keep daily</source>
        <translation>每日保留</translation>
    </message>
    <message>
        <source>Keep weekly</source>
        <translation>每周保留</translation>
    </message>
    <message>
        <source>Keep monthly</source>
        <translation>每月保留</translation>
    </message>
    <message>
        <source>Keep at most</source>
        <translation>总量上限</translation>
    </message>
    <message>
        <source>The guide&apos;s rule</source>
        <translation>指南的规则</translation>
    </message>
    <message>
        <source>Of each database</source>
        <translation>每个数据库</translation>
    </message>
    <message>
        <source>Newest of a day</source>
        <translation>每天最新的一个</translation>
    </message>
    <message>
        <source>Newest of a week</source>
        <translation>每周最新的一个</translation>
    </message>
    <message>
        <source>Newest of a month</source>
        <translation>每月最新的一个</translation>
    </message>
    <message>
        <source>Together; oldest go first</source>
        <translation>合计；最旧的先删</translation>
    </message>
    <message>
        <source>The backups have not been read yet.</source>
        <translation>备份还没有读取。</translation>
    </message>
    <message>
        <source>Drills</source>
        <translation>演练</translation>
    </message>
    <message>
        <source>Show past drills</source>
        <translation>显示以往的演练</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Rows and content of every table were as recorded</source>
        <translation>每个表的行数和内容都与记录一致</translation>
    </message>
    <message>
        <source>The rows of every table were as many as recorded; content was not compared</source>
        <translation>每个表的行数与记录一致；没有比较内容</translation>
    </message>
    <message>
        <source>Started %1
Finished %2</source>
        <translation>开始 %1
结束 %2</translation>
    </message>
    <message>
        <source>Data lost</source>
        <translation>丢失数据</translation>
    </message>
    <message>
        <source>What a restore at that moment would have lost: the age of the backup&apos;s data (RPO)</source>
        <translation>当时恢复会丢失多久的数据：备份所含数据的时长（RPO）</translation>
    </message>
    <message>
        <source>Data as of %1</source>
        <translation>数据截至 %1</translation>
    </message>
    <message>
        <source>An older version ran this drill: it did not note whose data the backup held</source>
        <translation>这次演练由旧版本执行，没有记下备份数据的时间</translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation>恢复总计</translation>
    </message>
    <message>
        <source>What a restore would have taken: restoring and comparing together (RTO)</source>
        <translation>恢复需要的时间：恢复与比较合计（RTO）</translation>
    </message>
    <message>
        <source>%1 rows of %2 tables compared</source>
        <translation>比较了 %2 个表的 %1 行</translation>
    </message>
    <message>
        <source>Nothing was compared</source>
        <translation>没有比较任何内容</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>No drill was run yet</source>
        <translation>还没有演练过</translation>
    </message>
    <message>
        <source>Run a drill of the newest backup…</source>
        <translation>用最新备份演练…</translation>
    </message>
    <message numerus="yes">
        <source>%n drill(s), none failed.</source>
        <translation>
            <numerusform>演练 %n 次，没有失败。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n drill(s), %1 failed.</source>
        <translation>
            <numerusform>演练 %n 次，失败 %1 次。</numerusform>
        </translation>
    </message>
    <message>
        <source>A drill restores a backup into a throw-away database, compares it with its record and times it. It proves that the backup can be restored, and tells how long that takes.</source>
        <translation>演练把备份恢复到临时数据库，按记录核对并计时：它证明备份可以恢复，并说明需要多长时间。</translation>
    </message>
    <message>
        <source>It is of another database or server; &quot;Restore elsewhere&quot; accepts it by name.</source>
        <translation>它属于另一个数据库或服务器；“恢复到别处”可按名称接受它。</translation>
    </message>
    <message>
        <source>%1 (foreign)</source>
        <translation>%1（外来）</translation>
    </message>
    <message>
        <source>%1: not this profile&apos;s. Alarms, retention and &quot;newest&quot; leave it out.</source>
        <translation>%1：不属于此连接配置。警报、保留策略和“最新”都不计入它。</translation>
    </message>
    <message>
        <source>The server&apos;s identifier was not recorded</source>
        <translation>未记录服务器的标识符</translation>
    </message>
    <message>
        <source>Server %1, by the identifier of its cluster</source>
        <translation>服务器 %1，依据其数据库集群的标识符</translation>
    </message>
    <message>
        <source>PostgreSQL</source>
        <translation>PostgreSQL</translation>
    </message>
    <message>
        <source>What it is: %1</source>
        <translation>来历：%1</translation>
    </message>
    <message>
        <source>It is of %1, not of this profile</source>
        <translation>它属于 %1，不属于此连接配置</translation>
    </message>
    <message>
        <source>out of reach</source>
        <translation>无法访问</translation>
    </message>
    <message>
        <source>damaged record</source>
        <translation>记录损坏</translation>
    </message>
    <message>
        <source>This is a backup of %1, not of this profile&apos;s database.</source>
        <translation>这是 %1 的备份，不是此连接配置的数据库的备份。</translation>
    </message>
    <message>
        <source>Type %1 to use it all the same</source>
        <translation>输入 %1 以仍然使用它</translation>
    </message>
    <message>
        <source>It is a backup of another database or server: type its name first.</source>
        <translation>它是另一个数据库或服务器的备份：先输入其名称。</translation>
    </message>
    <message>
        <source>Without what the database computes itself, which no dump holds: %1.</source>
        <translation>不含由数据库自己计算的列（任何转储都没有它们）：%1。</translation>
    </message>
    <message>
        <source>The database is in SQL_ASCII, so nobody knows the encoding of its text: it was written byte for byte.</source>
        <translation>数据库是 SQL_ASCII 编码，没有人知道其文本的编码：已按原字节写出。</translation>
    </message>
    <message>
        <source>%1 cells that begin as a formula does got an apostrophe in front.</source>
        <translation>%1 个以公式开头的单元格前面加了撇号。</translation>
    </message>
    <message>
        <source>%1 cells begin as a formula does, and a spreadsheet would run them: save it for a spreadsheet instead.</source>
        <translation>%1 个单元格以公式开头，电子表格会执行它们：请改为供电子表格使用的保存方式。</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>另存为 CSV</translation>
    </message>
    <message>
        <source>Values as they are…</source>
        <translation>原样保存…</translation>
    </message>
    <message>
        <source>For a spreadsheet, with an apostrophe before formulas…</source>
        <translation>供电子表格使用，公式前加撇号…</translation>
    </message>
    <message>
        <source>Drop with its replication slots…</source>
        <translation>连同复制槽删除…</translation>
    </message>
    <message>
        <source>Make roles that the backup names and the server lacks</source>
        <translation>创建备份提到而服务器没有的角色</translation>
    </message>
    <message>
        <source>Without login and password. Else what needs them is left out, and the plan names it</source>
        <translation>不能登录，没有密码。不创建时，需要它们的部分会略去，并在计划中写明</translation>
    </message>
    <message numerus="yes">
        <source>%n out of reach, tried again</source>
        <translation>
            <numerusform>%n 个暂时够不到，正在重试</numerusform>
        </translation>
    </message>
    <message>
        <source>out of reach, tried again</source>
        <translation>暂时够不到，正在重试</translation>
    </message>
    <message>
        <source>Say in the profile where PostgreSQL, Redis, Prometheus and Kubernetes answer, and which namespace holds the system.</source>
        <translation>请在连接配置中写明 PostgreSQL、Redis、Prometheus 和 Kubernetes 的地址，以及系统所在的命名空间。</translation>
    </message>
    <message>
        <source>nothing runs it</source>
        <translation>没有程序运行它</translation>
    </message>
    <message>
        <source>not known to run</source>
        <translation>不知是否运行</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>已持续 %1</translation>
    </message>
    <message>
        <source>%1, checked at %2</source>
        <translation>%1，检查于 %2</translation>
    </message>
    <message>
        <source>How things stand is not known</source>
        <translation>现状未知</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show all %1</source>
        <translation>显示全部 %1 条</translation>
    </message>
    <message>
        <source>Judged: %1.</source>
        <translation>已判断：%1。</translation>
    </message>
    <message>
        <source>Not judged: %1.</source>
        <translation>未判断：%1。</translation>
    </message>
    <message>
        <source>Look into the worst problem</source>
        <translation>查看最严重的问题</translation>
    </message>
    <message>
        <source>In %1, which this window shows no more.</source>
        <translation>在 %1 中；本窗口已不再显示该系统。</translation>
    </message>
    <message>
        <source>The window stays open: &quot;%1&quot; did not end as it should.</source>
        <translation>窗口保持打开：“%1”没有按预期结束。</translation>
    </message>
    <message>
        <source>The window stays with this system: &quot;%1&quot; did not end as it should.</source>
        <translation>窗口留在当前系统：“%1”没有按预期结束。</translation>
    </message>
    <message>
        <source>The window stays open: another operation was begun.</source>
        <translation>窗口保持打开：又开始了另一个操作。</translation>
    </message>
    <message>
        <source>The window stays with this system: another operation was begun.</source>
        <translation>窗口留在当前系统：又开始了另一个操作。</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) are being stopped; then the window switches to %1.</source>
        <translation>
            <numerusform>正在停止 %n 个操作，随后窗口切换到 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) are being stopped; then the window closes.</source>
        <translation>
            <numerusform>正在停止 %n 个操作，随后窗口关闭。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The window closes when %n operation(s) have ended.</source>
        <translation>
            <numerusform>还有 %n 个操作，结束后窗口自行关闭。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>留在这里</translation>
    </message>
    <message>
        <source>Keep it open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>stopping, %1</source>
        <translation>正在停止，%1</translation>
    </message>
    <message>
        <source>running for %1</source>
        <translation>已运行 %1</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>切换</translation>
    </message>
    <message>
        <source>The operations have ended</source>
        <translation>操作已全部结束</translation>
    </message>
    <message numerus="yes">
        <source>Close the window while %n operation(s) run?</source>
        <translation>
            <numerusform>还有 %n 个操作在运行，要关闭窗口吗？</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Switch to %1 while %n operation(s) run?</source>
        <translation>
            <numerusform>还有 %n 个操作在运行，要切换到 %1 吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing runs any more; the window can be closed.</source>
        <translation>已没有操作在运行，可以关闭窗口。</translation>
    </message>
    <message>
        <source>Nothing runs any more; the window can switch to %1.</source>
        <translation>已没有操作在运行，窗口可以切换到 %1。</translation>
    </message>
    <message>
        <source>Stop, then close</source>
        <translation>停止后关闭</translation>
    </message>
    <message>
        <source>Stop, then switch</source>
        <translation>停止后切换</translation>
    </message>
    <message>
        <source>Close when all has ended</source>
        <translation>全部结束后关闭</translation>
    </message>
    <message>
        <source>Switch and keep it running</source>
        <translation>切换并让它继续运行</translation>
    </message>
    <message>
        <source>Until all has ended the window stays open and can be used. What is stopped is taken back or left as its plan says, and then the window closes.</source>
        <translation>全部结束之前，窗口保持打开、可以继续使用。被停止的操作按计划撤回或保留，然后关闭窗口。</translation>
    </message>
    <message>
        <source>What is kept running stays in the list of operations, where it can be followed and stopped, and its end is told. What is stopped is taken back or left as its plan says, and then the window switches.</source>
        <translation>继续运行的操作留在操作列表里，可以在那里跟踪和停止，结束时会有提示。被停止的操作按计划撤回或保留，然后切换系统。</translation>
    </message>
    <message numerus="yes">
        <source>With the %n replica(s) you chose, p95 is predicted to be %1 %2.</source>
        <translation>
            <numerusform>在%2下，你选的 %n 个副本预计 p95 为 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n replica(s) you chose cannot serve all requests %1.</source>
        <translation>
            <numerusform>在%1下，你选的 %n 个副本处理不完全部请求。</numerusform>
        </translation>
    </message>
    <message>
        <source>No number up to %1 keeps p95 under %2.</source>
        <translation>即使增加到 %1 个副本，p95 也无法低于 %2。</translation>
    </message>
    <message>
        <source>The fewest that keep p95 under %1 are %2.</source>
        <translation>让 p95 低于 %1 至少需要 %2 个。</translation>
    </message>
    <message>
        <source>Nothing is predicted yet.</source>
        <translation>还没有预测结果。</translation>
    </message>
    <message>
        <source>No number of replicas meets the target. Choose one in the chart or the table to scale all the same.</source>
        <translation>没有任何副本数能达到目标。仍要扩缩容时，请在图或表中选一个。</translation>
    </message>
    <message>
        <source>%1 is not there any more.</source>
        <translation>%1 已不存在。</translation>
    </message>
    <message>
        <source>End selected sessions…</source>
        <translation>结束所选会话…</translation>
    </message>
    <message>
        <source>Choose sessions in the table first.</source>
        <translation>请先在表中选择会话。</translation>
    </message>
    <message numerus="yes">
        <source>End all %n that hold it…</source>
        <translation>
            <numerusform>结束全部 %n 个占用者…</numerusform>
        </translation>
    </message>
    <message>
        <source>End all that hold it…</source>
        <translation>结束所有占用者…</translation>
    </message>
    <message>
        <source>What this policy would remove is not known yet.</source>
        <translation>还不知道这个策略会删除哪些备份。</translation>
    </message>
    <message>
        <source>%1 is gone; choose another pod.</source>
        <translation>%1 已不存在，请选择其他 Pod。</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Show backup %1</source>
        <translation>显示备份 %1</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示 %1</translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Silenced</source>
        <translation>已静默</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>至</translation>
    </message>
    <message>
        <source>For alerts with</source>
        <translation>针对的告警</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>触发中</translation>
    </message>
    <message>
        <source>silenced</source>
        <translation>已静默</translation>
    </message>
    <message>
        <source>not looked at yet</source>
        <translation>尚未处理</translation>
    </message>
    <message>
        <source>inhibited</source>
        <translation>被抑制</translation>
    </message>
    <message>
        <source>no severity given</source>
        <translation>未给出级别</translation>
    </message>
    <message>
        <source>Receivers</source>
        <translation>接收者</translation>
    </message>
    <message>
        <source>By a silence that Alertmanager no longer lists: %1</source>
        <translation>由 Alertmanager 已不再列出的静默所致：%1</translation>
    </message>
    <message>
        <source>Inhibited</source>
        <translation>被抑制</translation>
    </message>
    <message>
        <source>Another alert that is firing keeps this one quiet, by a rule of Alertmanager.</source>
        <translation>另一条触发中的告警按 Alertmanager 的规则抑制了它。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Silenced by</source>
        <translation>静默者</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>This profile names no Alertmanager</source>
        <translation>此连接配置没有写 Alertmanager</translation>
    </message>
    <message>
        <source>Say where it answers (alertmanager: url) in the connection, and its alerts are listed here.</source>
        <translation>在连接中写明它的地址（alertmanager: url），这里就会列出它的告警。</translation>
    </message>
    <message>
        <source>No alert is firing.</source>
        <translation>没有触发中的告警。</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s) firing.</source>
        <translation>
            <numerusform>%n 条告警触发中。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept quiet by silences or other alerts.</source>
        <translation>
            <numerusform>%n 条被静默或被其他告警抑制。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show alert %1</source>
        <translation>显示告警 %1</translation>
    </message>
    <message>
        <source>Filter alerts</source>
        <translation>筛选告警</translation>
    </message>
    <message>
        <source>No alert</source>
        <translation>没有告警</translation>
    </message>
    <message>
        <source>Alertmanager answers and holds none.</source>
        <translation>Alertmanager 有应答，当前没有告警。</translation>
    </message>
    <message>
        <source>Show its alerts</source>
        <translation>显示它的告警</translation>
    </message>
    <message>
        <source>A connection says where PostgreSQL, Redis, Prometheus and Kubernetes of your QBM system answer.</source>
        <translation>连接写明您的 QBM 系统的 PostgreSQL、Redis、Prometheus 和 Kubernetes 在哪里应答。</translation>
    </message>
    <message>
        <source>Or try the console first, on a lab: a whole QBM system on this machine, with data of months. It is ready in about half a minute.</source>
        <translation>也可以先在实验环境中试用控制台：它在本机运行一整套 QBM 系统，带有数月的数据，约半分钟即可就绪。</translation>
    </message>
    <message>
        <source>To try the console first, install the package qbm-lab: it brings a whole QBM system onto this machine.</source>
        <translation>想先试用控制台，请安装软件包 qbm-lab：它在本机运行一整套 QBM 系统。</translation>
    </message>
    <message>
        <source>Start a lab</source>
        <translation>启动实验环境</translation>
    </message>
    <message>
        <source>Read the manual</source>
        <translation>阅读手册</translation>
    </message>
    <message>
        <source>Starting the lab: servers, months of data and a simulated cluster</source>
        <translation>正在启动实验环境：各服务器、数月的数据和模拟集群</translation>
    </message>
    <message>
        <source>The lab did not start</source>
        <translation>实验环境未能启动</translation>
    </message>
    <message>
        <source>The profile %1 cannot be used</source>
        <translation>无法使用连接配置 %1</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation>%1，已连接</translation>
    </message>
    <message>
        <source>Taken back, but not everything is as it was before: %1</source>
        <translation>已撤回，但并非一切都与原来相同：%1</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>last heard of at %1, gone on with at %2</source>
        <translation>最后的动静在 %1，于 %2 继续</translation>
    </message>
    <message>
        <source>dated in the future</source>
        <translation>日期在将来</translation>
    </message>
    <message>
        <source>The backups are gone</source>
        <translation>备份不见了</translation>
    </message>
    <message>
        <source>the run before it: %1</source>
        <translation>之前那次运行：%1</translation>
    </message>
    <message>
        <source>Close &quot;%1&quot;</source>
        <translation>关闭“%1”</translation>
    </message>
    <message>
        <source>Closing changes nothing in the system: what the operation had done and not taken back stays. It is neither continued nor taken back afterwards; who closed it, when and why stands in the ledger.</source>
        <translation>关闭不改变系统里的任何东西：操作已做而未撤回的部分保持原样。此后它既不能继续也不能撤回；谁、何时、为什么关闭，都记入账本。</translation>
    </message>
    <message>
        <source>Close operation</source>
        <translation>关闭操作</translation>
    </message>
    <message>
        <source>Looking at what is there now…</source>
        <translation>正在查看现在的状况…</translation>
    </message>
    <message>
        <source>What is there now cannot be told: %1</source>
        <translation>无法得知现在的状况：%1</translation>
    </message>
    <message>
        <source>Say why first.</source>
        <translation>请先写明原因。</translation>
    </message>
    <message>
        <source>It could not be finished, and going back did not come to its end either. Mend the cause, switch to %1, then continue or take it back under Activity, or close it with a reason.</source>
        <translation>没能完成，撤回也没能做完。请排除原因，切换到 %1，再到“操作记录”中继续或撤回，或写明原因将其关闭。</translation>
    </message>
    <message>
        <source>It could not be finished, and going back did not come to its end either. Mend the cause, then continue or take it back under Activity, or close it with a reason.</source>
        <translation>没能完成，撤回也没能做完。请排除原因，再到“操作记录”中继续或撤回，或写明原因将其关闭。</translation>
    </message>
    <message>
        <source>Closed by hand: neither continued nor taken back; what it had done stays.</source>
        <translation>已手工关闭：既不继续也不撤回，已做的部分保持原样。</translation>
    </message>
    <message>
        <source>Close operation…</source>
        <translation>关闭操作…</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) were left unfinished: continue them, take them back or close them with a reason.</source>
        <translation>
            <numerusform>有 %n 个操作没有完成：请继续、撤回，或写明原因将其关闭。</numerusform>
        </translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Closed by</source>
        <translation>关闭者</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Closed because</source>
        <translation>关闭原因</translation>
    </message>
    <message>
        <source>not all ready</source>
        <translation>未全部就绪</translation>
    </message>
    <message>
        <source>Undo to revision %1 (last that was ready)…</source>
        <translation>回滚到修订版本 %1（最后一个就绪过的）…</translation>
    </message>
    <message>
        <source>Does not come on</source>
        <translation>停滞不前</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was left unfinished. Continue it, take it back, or close it with a reason.</source>
        <translation>“%1”没有完成。请继续、撤回，或写明原因将其关闭。</translation>
    </message>
    <message>
        <source>End it by hand, with a reason: what it had done stays.</source>
        <translation>写明原因后手工结束它：已做的部分保持原样。</translation>
    </message>
    <message>
        <source>Done or begun, and not taken back:</source>
        <translation>已做或已开始、且没有撤回的：</translation>
    </message>
    <message>
        <source>does not come on</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>crash loop</source>
        <translation>反复崩溃</translation>
    </message>
    <message>
        <source>Drain %1</source>
        <translation>清空 %1</translation>
    </message>
    <message>
        <source>No new pod comes to the node, and its pods are evicted as far as their disruption budgets allow. DaemonSet pods stay. The next step names each pod.</source>
        <translation>节点不再接收新的 Pod，现有 Pod 在中断预算允许的范围内被驱逐，DaemonSet 的 Pod 保留。下一步列出每个 Pod。</translation>
    </message>
    <message>
        <source>Also pods with local data (emptyDir), which is lost with them</source>
        <translation>包括带本地数据（emptyDir）的 Pod，数据随之丢失</translation>
    </message>
    <message>
        <source>Also pods that nothing makes again</source>
        <translation>包括没有控制器会重建的 Pod</translation>
    </message>
    <message>
        <source>%1 is no number of replicas.</source>
        <translation>%1 不是副本数。</translation>
    </message>
    <message>
        <source>Its pods come and go one after the other; their volumes stay. The next step shows the plan.</source>
        <translation>其 Pod 逐个增减，存储卷保留。下一步显示计划。</translation>
    </message>
    <message>
        <source>Pods with the new image replace the present ones. The next step shows the plan.</source>
        <translation>使用新镜像的 Pod 会替换现有的 Pod。下一步显示计划。</translation>
    </message>
    <message>
        <source>registry/name:1.4.0; container=registry/name:1.4.0 where there are several containers</source>
        <translation>registry/name:1.4.0；有多个容器时写 container=registry/name:1.4.0</translation>
    </message>
    <message>
        <source>Undo the last change…</source>
        <translation>撤销最近一次变更…</translation>
    </message>
    <message>
        <source>Cordon…</source>
        <translation>停止调度…</translation>
    </message>
    <message>
        <source>Uncordon…</source>
        <translation>恢复调度…</translation>
    </message>
    <message>
        <source>Drain…</source>
        <translation>清空节点…</translation>
    </message>
    <message>
        <source>Taints…</source>
        <translation>污点…</translation>
    </message>
    <message>
        <source>Taints of %1</source>
        <translation>%1 的污点</translation>
    </message>
    <message>
        <source>Pods that do not tolerate a taint stay away from the node.</source>
        <translation>不容忍该污点的 Pod 不会调度到此节点。</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>key=value:NoSchedule, key:NoExecute; key- removes; several with spaces between</source>
        <translation>key=value:NoSchedule、key:NoExecute；key- 表示删除；多个之间用空格</translation>
    </message>
    <message>
        <source>Run now…</source>
        <translation>立即运行…</translation>
    </message>
    <message>
        <source>Annotations…</source>
        <translation>注解…</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Annotations of %1</source>
        <translation>%1 的注解</translation>
    </message>
    <message>
        <source>Labels of %1</source>
        <translation>%1 的标签</translation>
    </message>
    <message>
        <source>The next step shows what stands there now and what would.</source>
        <translation>下一步显示现有内容和将要变成的内容。</translation>
    </message>
    <message>
        <source>key=value sets, key- removes; several with spaces between</source>
        <translation>key=value 设置，key- 删除；多个之间用空格</translation>
    </message>
    <message>
        <source>Delete without waiting…</source>
        <translation>不等待直接删除…</translation>
    </message>
    <message>
        <source>Remove a finalizer…</source>
        <translation>移除终结器…</translation>
    </message>
    <message>
        <source>Remove a finalizer of %1</source>
        <translation>移除 %1 的终结器</translation>
    </message>
    <message>
        <source>What the finalizer stands for is not cleaned up then. The object&apos;s YAML lists them.</source>
        <translation>终结器所代表的清理工作不会再进行。对象的 YAML 中列有它们。</translation>
    </message>
    <message>
        <source>Finalizer</source>
        <translation>终结器</translation>
    </message>
    <message>
        <source>That is more than one.</source>
        <translation>不止一个。</translation>
    </message>
    <message>
        <source>%1 is neither key=value nor key-, which removes it.</source>
        <translation>%1 既不是 key=value，也不是表示删除的 key-。</translation>
    </message>
    <message>
        <source>%1 is no taint: key=value:NoSchedule, key:NoExecute, or key- to remove it.</source>
        <translation>%1 不是污点：应为 key=value:NoSchedule、key:NoExecute，或用 key- 删除。</translation>
    </message>
    <message>
        <source>not begun</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>Silenced since</source>
        <translation>静默自</translation>
    </message>
    <message>
        <source>There since</source>
        <translation>出现于</translation>
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
        <translation>显示的是 %1前的数据。%2</translation>
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
    <message>
        <source>Search in the text</source>
        <translation>在文本中搜索</translation>
    </message>
    <message>
        <source>Copy all of it</source>
        <translation>复制全部</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Unified</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Unified difference</source>
        <translation>合并显示的差异</translation>
    </message>
    <message>
        <source>The two are the same</source>
        <translation>两者相同</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) removed</source>
        <translation>
            <numerusform>删除 %n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>新增 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the beginning of the line is shown; copying and saving give all %1 bytes.</source>
        <translation>只显示该行的开头；复制和保存会给出全部 %1 字节。</translation>
    </message>
    <message>
        <source>The whole line</source>
        <translation>整行</translation>
    </message>
    <message>
        <source>Close details</source>
        <translation>关闭详情</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Logger</source>
        <translation>记录器</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>debug</source>
        <translation>调试</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>Log lines</source>
        <translation>日志行</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>%1 new</source>
        <translation>%1 条新日志</translation>
    </message>
    <message>
        <source>Go to the newest line and stay there</source>
        <translation>转到最新一行并停在那里</translation>
    </message>
    <message>
        <source>Copy %1 lines</source>
        <translation>复制 %1 行</translation>
    </message>
    <message>
        <source>Copy line</source>
        <translation>复制该行</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>复制消息</translation>
    </message>
    <message>
        <source>Select all lines</source>
        <translation>选择所有行</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>Only this source</source>
        <translation>仅此来源</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>长行换行</translation>
    </message>
    <message>
        <source>&lt; 1 s</source>
        <translation>不到 1 秒</translation>
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
        <translation>%1前</translation>
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
        <source>The replica of %1 is ready.</source>
        <translation>%1 的副本已就绪。</translation>
    </message>
    <message>
        <source>All %1 replicas of %2 are ready.</source>
        <translation>%2 的 %1 个副本均已就绪。</translation>
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
        <translation>此从库已在 %2前与主库 %1 断开。</translation>
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
        <source>Query %1 uses the variable $%2, which has no value.</source>
        <translation>查询 %1 使用了没有值的变量 $%2。</translation>
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
        <source>HorizontalPodAutoscaler %1 (%2 to %3) rests while the count is 0.</source>
        <translation>副本数为 0 时，HorizontalPodAutoscaler %1（%2 到 %3）不起作用。</translation>
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
    <message>
        <source>The cluster would accept it</source>
        <translation>集群会接受</translation>
    </message>
    <message>
        <source>It tried the very change and threw it away.</source>
        <translation>集群已试运行这项变更，结果未保留。</translation>
    </message>
    <message>
        <source>The cluster has no warning</source>
        <translation>集群没有警告</translation>
    </message>
    <message>
        <source>The cluster knows no %1 of %2: see the spelling and the version in the manifest.</source>
        <translation>集群中没有 %2 的 %1：检查清单中的拼写和版本。</translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation>应用 %1</translation>
    </message>
    <message>
        <source>Apply a manifest of %1 objects</source>
        <translation>应用含 %1 个对象的清单</translation>
    </message>
    <message>
        <source>The cluster goes to what the manifest says; fields that it leaves out stay as they are. A changed pod template replaces pods.</source>
        <translation>集群会调整到清单所写的状态；清单未写的字段保持不变。Pod 模板有改动时会替换 Pod。</translation>
    </message>
    <message>
        <source>not tried: the console is read-only</source>
        <translation>未试运行：控制台为只读</translation>
    </message>
    <message>
        <source>configured</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>refused, see the checks</source>
        <translation>被拒绝，见前置检查</translation>
    </message>
    <message>
        <source>created</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>无变化</translation>
    </message>
    <message>
        <source>Stopping takes back what was applied until then.</source>
        <translation>停止会撤回到那时为止已应用的内容。</translation>
    </message>
    <message>
        <source>What is created is deleted and what is changed is put back if it fails half-way; of Secrets the values from before are kept nowhere, so a changed one stays changed.</source>
        <translation>中途失败时，新建的会删除，改动的会还原；Secret 原来的值不保存在任何地方，因此改过的 Secret 不会还原。</translation>
    </message>
    <message>
        <source>What is created is deleted and what is changed is put back if it fails half-way; afterwards, apply the manifest from before.</source>
        <translation>中途失败时，新建的会删除，改动的会还原；完成之后要还原，就应用先前的清单。</translation>
    </message>
    <message>
        <source>The cluster knows %1</source>
        <translation>集群认识 %1</translation>
    </message>
    <message>
        <source>The values of %1 are at hand</source>
        <translation>%1 的值可用</translation>
    </message>
    <message>
        <source>They are not kept in the journal: apply the file again.</source>
        <translation>操作日志中不保存这些值：需重新应用该文件。</translation>
    </message>
    <message>
        <source>Nobody else manages what %1 sets</source>
        <translation>%1 所设的字段没有其他管理者</translation>
    </message>
    <message>
        <source>%1. Leave these fields out of the manifest, or take them over with force.</source>
        <translation>%1。从清单中去掉这些字段，或强制接管。</translation>
    </message>
    <message>
        <source>The values of %1 are not kept in the journal, so this cannot go on: take it back and apply the file again.</source>
        <translation>操作日志中不保存 %1 的值，因此无法继续：撤回此操作，再重新应用该文件。</translation>
    </message>
    <message>
        <source>%1 was not applied: %2.</source>
        <translation>%1 未应用：%2。</translation>
    </message>
    <message>
        <source>The cluster warns: %1</source>
        <translation>集群警告：%1</translation>
    </message>
    <message>
        <source>%1 is not there after it was applied: somebody else deleted it.</source>
        <translation>%1 应用之后不存在：有人删除了它。</translation>
    </message>
    <message>
        <source>%1 is not as it was applied: somebody else changed it at once.</source>
        <translation>%1 与所应用的内容不一致：有人随即改了它。</translation>
    </message>
    <message>
        <source>%1 stays as it is: the values it had before are kept nowhere. Apply them again from where they come from.</source>
        <translation>%1 保持现状：它原来的值不保存在任何地方。需从这些值的来源重新应用。</translation>
    </message>
    <message>
        <source>%1 cannot be put back: somebody else deleted it.</source>
        <translation>%1 无法还原：有人删除了它。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot name a namespace: take at most %2 lower-case letters, digits and dashes, with no dash at either end.</source>
        <translation>“%1”不能作为命名空间的名称：最多 %2 个小写字母、数字和连字符，首尾不能是连字符。</translation>
    </message>
    <message>
        <source>Create the namespace %1</source>
        <translation>创建命名空间 %1</translation>
    </message>
    <message>
        <source>Nothing runs in it until something is created there.</source>
        <translation>在其中创建对象之前，里面没有任何东西运行。</translation>
    </message>
    <message>
        <source>Stopping removes it again.</source>
        <translation>停止会将其删除。</translation>
    </message>
    <message>
        <source>Delete it, with everything that is in it by then.</source>
        <translation>删除该命名空间，连同届时其中的一切。</translation>
    </message>
    <message>
        <source>There is no namespace %1 yet</source>
        <translation>还没有命名空间 %1</translation>
    </message>
    <message>
        <source>The cluster knows none of this name.</source>
        <translation>集群中没有这个名称。</translation>
    </message>
    <message>
        <source>It exists already.</source>
        <translation>它已存在。</translation>
    </message>
    <message>
        <source>Create %1</source>
        <translation>创建 %1</translation>
    </message>
    <message>
        <source>The namespace %1 exists already; nothing was changed.</source>
        <translation>命名空间 %1 已存在；未做任何改动。</translation>
    </message>
    <message>
        <source>The namespace %1 is not there: somebody else deleted it.</source>
        <translation>命名空间 %1 不存在：有人删除了它。</translation>
    </message>
    <message>
        <source>Everything in the namespace is deleted with it: workloads, settings, secrets and claims to storage.</source>
        <translation>命名空间中的一切会一并删除：工作负载、配置、Secret 和存储声明。</translation>
    </message>
    <message>
        <source>Its pods are deleted with it: what they serve ends.</source>
        <translation>其 Pod 会一并删除：它们提供的服务随之中止。</translation>
    </message>
    <message>
        <source>What runs in it ends; if a workload owns it, that makes another one.</source>
        <translation>其中运行的内容会终止；如果它属于某个工作负载，该工作负载会另建一个。</translation>
    </message>
    <message>
        <source>The data on it may be deleted with it, as its storage class says.</source>
        <translation>其上的数据可能一并删除，取决于存储类的设置。</translation>
    </message>
    <message>
        <source>Nothing reaches what stands behind it any more by this way.</source>
        <translation>不再能经由它访问其后端。</translation>
    </message>
    <message>
        <source>Pods that need it do not start any more; those that run keep what they have read.</source>
        <translation>需要它的 Pod 将无法启动；正在运行的 Pod 保留已读到的内容。</translation>
    </message>
    <message>
        <source>What it owns is deleted with it.</source>
        <translation>它拥有的对象会一并删除。</translation>
    </message>
    <message>
        <source>Delete %1 %2</source>
        <translation>删除 %1 %2</translation>
    </message>
    <message>
        <source>deleted, with what it owns</source>
        <translation>删除，连同它拥有的对象</translation>
    </message>
    <message>
        <source>Finalizers</source>
        <translation>Finalizer</translation>
    </message>
    <message>
        <source>%1 must let it go first</source>
        <translation>须先由 %1 放行</translation>
    </message>
    <message>
        <source>Once asked for, the cluster goes on deleting it; only the console stops watching.</source>
        <translation>一旦请求，集群会继续删除；只是控制台不再观察。</translation>
    </message>
    <message>
        <source>It cannot be undone: keep its YAML if it may be needed again.</source>
        <translation>无法撤销：如果以后可能还要用，先保存其 YAML。</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <translation>%1 存在</translation>
    </message>
    <message>
        <source>Its uid is %1.</source>
        <translation>其 uid 为 %1。</translation>
    </message>
    <message>
        <source>It is not being deleted already</source>
        <translation>它尚未在删除中</translation>
    </message>
    <message>
        <source>It is: this only waits for its end.</source>
        <translation>已在删除中：此操作只等待删除结束。</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Wait until %1 is gone</source>
        <translation>等待 %1 消失</translation>
    </message>
    <message>
        <source>%1 is marked as deleted but still there after %2 s.</source>
        <translation>%1 已标记为删除，但 %2 秒后仍然存在。</translation>
    </message>
    <message>
        <source>%1 is marked as deleted but still there after %2 s: the finalizers %3 do not let it go. Look at what set them.</source>
        <translation>%1 已标记为删除，但 %2 秒后仍然存在：finalizer %3 阻止了删除。需查看是谁设置了它们。</translation>
    </message>
    <message>
        <source>Marked as deleted; waiting until it has ended</source>
        <translation>已标记为删除；正在等待它结束</translation>
    </message>
    <message>
        <source>Marked as deleted; waiting for %1</source>
        <translation>已标记为删除；正在等待 %1</translation>
    </message>
    <message>
        <source>Document %1 of the manifest is no object that can be applied: it needs apiVersion, kind and metadata.name.</source>
        <translation>清单中的第 %1 个文档不是可应用的对象：需要 apiVersion、kind 和 metadata.name。</translation>
    </message>
    <message>
        <source>The manifest holds no object.</source>
        <translation>清单中没有对象。</translation>
    </message>
    <message>
        <source>rollouts are held</source>
        <translation>暂停发布</translation>
    </message>
    <message>
        <source>rollouts go on</source>
        <translation>继续发布</translation>
    </message>
    <message>
        <source>Pause the rollouts of deployment %1</source>
        <translation>暂停 Deployment %1 的发布</translation>
    </message>
    <message>
        <source>The rollout under way stops half-way: old and new pods serve side by side.</source>
        <translation>正在进行的发布会停在中途：新旧 Pod 同时提供服务。</translation>
    </message>
    <message>
        <source>Its pods go on serving; changes of its template wait until it is resumed.</source>
        <translation>它的 Pod 照常服务；对模板的修改等到恢复后才生效。</translation>
    </message>
    <message>
        <source>Once asked for, it stays paused.</source>
        <translation>一经请求，就保持暂停。</translation>
    </message>
    <message>
        <source>Resume it.</source>
        <translation>恢复它的发布。</translation>
    </message>
    <message>
        <source>Resume the rollouts of deployment %1</source>
        <translation>恢复 Deployment %1 的发布</translation>
    </message>
    <message>
        <source>What was changed while it was paused rolls out now.</source>
        <translation>暂停期间的修改现在开始发布。</translation>
    </message>
    <message>
        <source>It stays resumed and the cluster goes on; only the console stops watching.</source>
        <translation>它保持已恢复的状态，集群会继续发布；只是控制台不再观察。</translation>
    </message>
    <message>
        <source>Pause it again, which holds it where it then is. This happens by itself if the new pods do not become ready.</source>
        <translation>再次暂停，使它停在当时的状态。如果新的 Pod 没有就绪，会自动暂停。</translation>
    </message>
    <message>
        <source>It is not paused yet</source>
        <translation>它尚未暂停</translation>
    </message>
    <message>
        <source>It is paused</source>
        <translation>它已暂停</translation>
    </message>
    <message>
        <source>Its specification says so.</source>
        <translation>以它的 spec 为准。</translation>
    </message>
    <message>
        <source>Deployment %1 is already paused; there is nothing to do.</source>
        <translation>Deployment %1 已经暂停；无需操作。</translation>
    </message>
    <message>
        <source>Deployment %1 is not paused; there is nothing to do.</source>
        <translation>Deployment %1 没有暂停；无需操作。</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>暂停 %1</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>恢复 %1</translation>
    </message>
    <message>
        <source>%1 pods are replaced; image and settings stay</source>
        <translation>替换 %1 个 Pod；镜像和设置不变</translation>
    </message>
    <message>
        <source>The cluster goes on replacing the pods; only the console stops watching.</source>
        <translation>集群会继续替换 Pod；只是控制台不再观察。</translation>
    </message>
    <message>
        <source>Nothing to go back to: the new pods are like the old ones. If they do not become ready, the former pods come back.</source>
        <translation>没有可退回的内容：新的 Pod 与旧的相同。如果新的 Pod 没有就绪，会恢复原来的 Pod。</translation>
    </message>
    <message>
        <source>It is not paused</source>
        <translation>它没有暂停</translation>
    </message>
    <message>
        <source>It rolls out at once.</source>
        <translation>会立即发布。</translation>
    </message>
    <message>
        <source>Ask for new pods of %1</source>
        <translation>请求 %1 的新 Pod</translation>
    </message>
    <message>
        <source>Show all values of the secret %1</source>
        <translation>显示 Secret %1 的全部值</translation>
    </message>
    <message>
        <source>Show the value %1 of the secret %2</source>
        <translation>显示 Secret %2 的值 %1</translation>
    </message>
    <message>
        <source>Whoever sees the screen can read them. Nothing changes in the cluster; that they were shown, and to whom, is recorded.</source>
        <translation>能看到屏幕的人都能读到这些值。集群不会有任何变化；显示这件事以及显示给谁会被记录。</translation>
    </message>
    <message>
        <source>all keys are shown</source>
        <translation>显示全部键</translation>
    </message>
    <message>
        <source>the key %1 is shown</source>
        <translation>显示键 %1</translation>
    </message>
    <message>
        <source>Nothing is shown.</source>
        <translation>不会显示任何值。</translation>
    </message>
    <message>
        <source>What was seen cannot be unseen. If the wrong person saw it, change the secret in what uses it.</source>
        <translation>看过的值无法收回。如果被不该看的人看到，需在使用它的系统中更换该 Secret。</translation>
    </message>
    <message>
        <source>Secret %1 is there</source>
        <translation>Secret %1 存在</translation>
    </message>
    <message>
        <source>The cluster knows it.</source>
        <translation>集群中有它。</translation>
    </message>
    <message>
        <source>Read the values</source>
        <translation>读取值</translation>
    </message>
    <message>
        <source>The last one failed: %1. What follows replaces it.</source>
        <translation>上一次发布失败：%1。本次操作会取代它。</translation>
    </message>
    <message>
        <source>One is: %1 What follows overtakes it.</source>
        <translation>有正在进行的发布：%1 本次操作会取代它。</translation>
    </message>
    <message>
        <source>Wait until %1 is rolled out</source>
        <translation>等待 %1 发布完成</translation>
    </message>
    <message>
        <source>The rollout of %1 failed: its new pods did not become ready within the %2 s that the deployment allows for progress.</source>
        <translation>%1 的发布失败：新的 Pod 没有在 Deployment 允许的 %2 秒进度期限内就绪。</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>%1 is no revision: give its number, or 0 for the one before.</source>
        <translation>%1 不是修订版本：应给出版本号，或用 0 表示上一个版本。</translation>
    </message>
    <message>
        <source>revision %1 to the template of revision %2</source>
        <translation>由修订版本 %1 换成修订版本 %2 的模板</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>The cluster goes on to the earlier revision; only the console stops watching.</source>
        <translation>集群会继续切换到较早的修订版本；只是控制台不再观察。</translation>
    </message>
    <message>
        <source>The revision differs from what is running</source>
        <translation>该修订版本与正在运行的不同</translation>
    </message>
    <message>
        <source>Revision %1 has the same template as now; there is nothing to do.</source>
        <translation>修订版本 %1 的模板与现在相同；无需操作。</translation>
    </message>
    <message>
        <source>The present template is kept for the way back</source>
        <translation>当前模板已保留，可供退回</translation>
    </message>
    <message>
        <source>Put the template before back into %1</source>
        <translation>把 %1 恢复为上一个模板</translation>
    </message>
    <message>
        <source>Put the template of revision %1 back into %2</source>
        <translation>把 %2 恢复为修订版本 %1 的模板</translation>
    </message>
    <message>
        <source>&quot;%1&quot; names no Python package.</source>
        <translation>“%1”不是 Python 包的名称。</translation>
    </message>
    <message>
        <source>The journal of a command in a pod does not hold the command.</source>
        <translation>Pod 内命令的操作日志中没有该命令。</translation>
    </message>
    <message>
        <source>Name the pod to run the command in.</source>
        <translation>需写明在哪个 Pod 中运行命令。</translation>
    </message>
    <message>
        <source>Name the command to run in %1.</source>
        <translation>需写明要在 %1 中运行的命令。</translation>
    </message>
    <message>
        <source>Commands in pods go through kubectl, which needs a kubeconfig file; this console has its access without one.</source>
        <translation>在 Pod 中运行命令要通过 kubectl，而 kubectl 需要 kubeconfig 文件；此控制台的访问方式没有该文件。</translation>
    </message>
    <message>
        <source>The program kubectl was not found on PATH: install it (Debian package kubernetes-client).</source>
        <translation>在 PATH 中找不到程序 kubectl：需先安装（Debian 软件包 kubernetes-client）。</translation>
    </message>
    <message>
        <source>Run %1 in pod %2</source>
        <translation>在 Pod %2 中运行 %1</translation>
    </message>
    <message>
        <source>It changes this one container and is gone with it: the next pod comes from the image again. To keep it, build it into a new image and set that.</source>
        <translation>它只改变这一个容器，并随容器一同消失：下一个 Pod 仍从镜像启动。要长期保留，需构建到新镜像中并设置该镜像。</translation>
    </message>
    <message>
        <source>It runs with the rights of the container and changes what it can reach.</source>
        <translation>它以容器的权限运行，能访问到的都可能被改变。</translation>
    </message>
    <message>
        <source>Pod %1 in %2</source>
        <translation>%2 中的 Pod %1</translation>
    </message>
    <message>
        <source>The connection is closed; what runs in the container may go on until it ends by itself.</source>
        <translation>连接会关闭；容器中正在运行的命令可能继续，直到自行结束。</translation>
    </message>
    <message>
        <source>What a command has done cannot be taken back from here.</source>
        <translation>命令已做的事无法在这里撤回。</translation>
    </message>
    <message>
        <source>What it will touch</source>
        <translation>会涉及的内容</translation>
    </message>
    <message>
        <source>not looked: that runs a command in the pod too, and the console is read-only</source>
        <translation>未查看：查看也要在 Pod 中运行命令，而控制台为只读</translation>
    </message>
    <message>
        <source>not known: %1</source>
        <translation>未知：%1</translation>
    </message>
    <message>
        <source>%1 ended with exit code %2: %3</source>
        <translation>%1 以退出码 %2 结束：%3</translation>
    </message>
    <message>
        <source>nothing: %1 prints no line</source>
        <translation>无：%1 没有输出</translation>
    </message>
    <message>
        <source>%1 lines of %2:</source>
        <translation>%2 的 %1 行输出：</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 行</translation>
    </message>
    <message>
        <source>kubectl can be used</source>
        <translation>kubectl 可用</translation>
    </message>
    <message>
        <source>Pod %1 runs</source>
        <translation>Pod %1 正在运行</translation>
    </message>
    <message>
        <source>Its state is %1.</source>
        <translation>它的状态是 %1。</translation>
    </message>
    <message>
        <source>It has no container %1.</source>
        <translation>它没有容器 %1。</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>No command was run in %1: the console is open read-only.</source>
        <translation>没有在 %1 中运行命令：控制台以只读模式打开。</translation>
    </message>
    <message>
        <source>The command in %1 was begun before the console ended; it is not run a second time. Look at what it did, then begin anew.</source>
        <translation>%1 中的命令在控制台退出之前已开始运行；不会再运行一次。需先查看它做了什么，再重新开始。</translation>
    </message>
    <message>
        <source>The command in %1 ended with exit code %2; what it had done until then stays.</source>
        <translation>%1 中的命令以退出码 %2 结束；在此之前已做的改动仍然保留。</translation>
    </message>
    <message>
        <source>Not known: there was no answer in time.</source>
        <translation>未知：没有及时应答。</translation>
    </message>
    <message>
        <source>Not known: %1</source>
        <translation>未知：%1</translation>
    </message>
    <message>
        <source>HorizontalPodAutoscaler %1 keeps the count between %2 and %3 and brings %4 back there at once; change its bounds instead.</source>
        <translation>HorizontalPodAutoscaler %1 把副本数保持在 %2 到 %3 之间，会立即把 %4 改回该范围；应改它的上下限。</translation>
    </message>
    <message>
        <source>HorizontalPodAutoscaler %1 keeps the count between %2 and %3, but cannot act now (%4); once it can, it will change what you set.</source>
        <translation>HorizontalPodAutoscaler %1 把副本数保持在 %2 到 %3 之间，但目前无法工作（%4）；一旦恢复工作，会改掉你设置的数量。</translation>
    </message>
    <message>
        <source>HorizontalPodAutoscaler %1 keeps the count between %2 and %3 by load, wants %4 now and will change what you set; change its bounds instead.</source>
        <translation>HorizontalPodAutoscaler %1 按负载把副本数保持在 %2 到 %3 之间，目前要求 %4，会改掉你设置的数量；应改它的上下限。</translation>
    </message>
    <message>
        <source>The namespace&apos;s quota leaves room</source>
        <translation>命名空间的配额有余量</translation>
    </message>
    <message>
        <source>No pod joins.</source>
        <translation>不会增加 Pod。</translation>
    </message>
    <message>
        <source>No quota limits pods, processors or memory here.</source>
        <translation>这里没有限制 Pod、CPU 或内存的配额。</translation>
    </message>
    <message>
        <source>The nodes have room</source>
        <translation>节点有余量</translation>
    </message>
    <message>
        <source>Cannot be judged without the right to list nodes and pods: %1</source>
        <translation>没有列出节点和 Pod 的权限，无法判断：%1</translation>
    </message>
    <message>
        <source>%1 of %2 more pods of %3 processors and %4 find room on %5 of %6 nodes that take them.</source>
        <translation>要增加的 %2 个 Pod（每个 %3 CPU、%4 内存）中，%1 个放得下；%6 个节点中有 %5 个可以接收它们。</translation>
    </message>
    <message>
        <source>%1 Its affinity rules are not counted in.</source>
        <translation>%1 未计入它的亲和性规则。</translation>
    </message>
    <message>
        <source>Disruption budgets still let a node be drained</source>
        <translation>中断预算仍允许腾空节点</translation>
    </message>
    <message>
        <source>No PodDisruptionBudget covers its pods.</source>
        <translation>没有 PodDisruptionBudget 覆盖它的 Pod。</translation>
    </message>
    <message>
        <source>PodDisruptionBudget %1 wants at least %2 pods available: of %3 none may be evicted, and draining a node waits for ever.</source>
        <translation>PodDisruptionBudget %1 要求至少 %2 个 Pod 可用：%3 个 Pod 中一个也不能驱逐，腾空节点会一直等待。</translation>
    </message>
    <message>
        <source>PodDisruptionBudget %1 lets %2 of %3 pods be evicted at a time.</source>
        <translation>PodDisruptionBudget %1 允许同时驱逐 %3 个 Pod 中的 %2 个。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no name of an image: write it as REGISTRY/NAME:TAG or NAME@sha256:DIGEST.</source>
        <translation>“%1”不是镜像名称：应写成 REGISTRY/NAME:TAG 或 NAME@sha256:DIGEST。</translation>
    </message>
    <message>
        <source>The deployment is paused: its pods are replaced once it is resumed.</source>
        <translation>Deployment 已暂停：恢复后才会替换 Pod。</translation>
    </message>
    <message>
        <source>Change cause of the new revision</source>
        <translation>新修订版本的变更原因</translation>
    </message>
    <message>
        <source>The reason given, else what is changed</source>
        <translation>填写的原因；没有填写则为变更内容</translation>
    </message>
    <message>
        <source>Stopping puts %1 back; pods that were replaced are replaced once more.</source>
        <translation>停止时会恢复 %1；已替换的 Pod 会再替换一次。</translation>
    </message>
    <message>
        <source>Undo the rollout, or set %1 again. This happens by itself if the new pods do not become ready.</source>
        <translation>回滚这次发布，或重新设为 %1。如果新的 Pod 没有就绪，会自动退回。</translation>
    </message>
    <message>
        <source>The image differs from the present one</source>
        <translation>镜像与当前的不同</translation>
    </message>
    <message>
        <source>Container %1 already has the image %2. To replace its pods all the same, restart it.</source>
        <translation>容器 %1 的镜像已经是 %2。如果仍要替换 Pod，应使用重启。</translation>
    </message>
    <message>
        <source>Container %1 has %2.</source>
        <translation>容器 %1 现用 %2。</translation>
    </message>
    <message>
        <source>The name stands for one image for good</source>
        <translation>该名称始终指向同一个镜像</translation>
    </message>
    <message>
        <source>Without a tag, or as latest, another image may stand behind it tomorrow; going back would not bring this one.</source>
        <translation>没有标签或标签为 latest 时，同一名称以后可能指向另一个镜像；退回时得到的就不是现在这个。</translation>
    </message>
    <message>
        <source>It has a tag or a digest.</source>
        <translation>它有标签或摘要。</translation>
    </message>
    <message>
        <source>It rolls out at once</source>
        <translation>会立即发布</translation>
    </message>
    <message>
        <source>The deployment is paused: the image waits until it is resumed.</source>
        <translation>Deployment 已暂停：镜像等到恢复后才生效。</translation>
    </message>
    <message>
        <source>Set the image %1</source>
        <translation>设置镜像 %1</translation>
    </message>
    <message>
        <source>This is not JSON and cannot be shown as YAML.</source>
        <translation>不是 JSON，无法以 YAML 显示。</translation>
    </message>
    <message>
        <source>The cluster ended the listing of %1 before it was whole.</source>
        <translation>集群在列完 %1 之前就结束了应答。</translation>
    </message>
    <message>
        <source>read the log of %1</source>
        <translation>读取 %1 的日志</translation>
    </message>
    <message>
        <source>The cluster&apos;s answer about secrets is not JSON.</source>
        <translation>集群关于 Secret 的应答不是 JSON。</translation>
    </message>
    <message>
        <source>The journal of the operation holds no number as &quot;%1&quot;.</source>
        <translation>操作日志中的“%1”不是数字。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; names no workload.</source>
        <translation>“%1”不是工作负载的名称。</translation>
    </message>
    <message>
        <source>%1 selects no pods, so it has no logs.</source>
        <translation>%1 没有选中任何 Pod，因此没有日志。</translation>
    </message>
    <message>
        <source>%1 containers are read already, this one is not.</source>
        <translation>已在读取 %1 个容器，不再读取这一个。</translation>
    </message>
    <message>
        <source>ReplicaSet %1 was created</source>
        <translation>ReplicaSet %1 的创建时间</translation>
    </message>
    <message>
        <source>event: %1</source>
        <translation>事件：%1</translation>
    </message>
    <message>
        <source>operation %1 of %2</source>
        <translation>%2 的操作 %1</translation>
    </message>
    <message>
        <source>the Deployment&apos;s condition Progressing; it may have begun some minutes earlier</source>
        <translation>Deployment 的 Progressing 条件；实际可能早几分钟开始</translation>
    </message>
    <message>
        <source>PostgreSQL has connections for it</source>
        <translation>PostgreSQL 的连接数足够</translation>
    </message>
    <message>
        <source>Its settings name no database.</source>
        <translation>它的设置中没有数据库。</translation>
    </message>
    <message>
        <source>%1 pods × %2 workers × (%3 pooled + %4 overflow) = %5 at most</source>
        <translation>%1 个 Pod × %2 个 worker ×（连接池 %3 + 溢出 %4）= 最多 %5</translation>
    </message>
    <message>
        <source>%1, with the guide&apos;s pool, as its settings name none</source>
        <translation>%1，设置中没有连接池大小，按部署指南的值计算</translation>
    </message>
    <message>
        <source>%1; the limit is not known: the profile names no PostgreSQL.</source>
        <translation>%1；上限未知：连接配置中没有 PostgreSQL。</translation>
    </message>
    <message>
        <source>%1; the limit is not known: %2</source>
        <translation>%1；上限未知：%2</translation>
    </message>
    <message>
        <source>%1; max_connections is %2, %3 are open now, %4 of them surely by others.</source>
        <translation>%1；max_connections 为 %2，目前已打开 %3 个，其中至少 %4 个属于其他程序。</translation>
    </message>
    <message>
        <source>the queue grows without end</source>
        <translation>队列会无限增长</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 到 %3）</translation>
    </message>
    <message>
        <source>There was no answer in time.</source>
        <translation>没有及时应答。</translation>
    </message>
    <message>
        <source>Response times (p95) stay in hand</source>
        <translation>响应时间（p95）在可控范围内</translation>
    </message>
    <message>
        <source>At 0 replicas nothing answers.</source>
        <translation>副本数为 0 时没有任何应答。</translation>
    </message>
    <message>
        <source>the model gives no number.</source>
        <translation>模型没有给出数值。</translation>
    </message>
    <message>
        <source>Predicted %1; for the present %2 replicas it predicts %3, and %4 is measured.</source>
        <translation>预测为 %1；对当前 %2 个副本的预测为 %3，实测为 %4。</translation>
    </message>
    <message>
        <source>This cluster does not measure what its pods use: it has no metrics API (metrics.k8s.io). Install a metrics server.</source>
        <translation>此集群不测量 Pod 的使用量：没有 metrics API（metrics.k8s.io）。需安装 metrics server。</translation>
    </message>
    <message>
        <source>The log was not saved: %1 cannot be written (%2). Choose another folder or free space.</source>
        <translation>日志没有保存：无法写入 %1（%2）。可另选目录，或腾出空间。</translation>
    </message>
    <message>
        <source>Write the lines</source>
        <translation>写入日志行</translation>
    </message>
    <message>
        <source>Cannot read the folder %1</source>
        <translation>无法读取目录 %1</translation>
    </message>
    <message>
        <source>The archive holds a name without an end.</source>
        <translation>归档中有一个没有结尾的名称。</translation>
    </message>
    <message>
        <source>The archive&apos;s statement cannot be read: %1</source>
        <translation>无法读取归档中的语句：%1</translation>
    </message>
    <message>
        <source>The table&apos;s rows end in the middle; verify the backup.</source>
        <translation>表的行在中途结束；校验该备份。</translation>
    </message>
    <message>
        <source>%1 is compressed by LZ4, which is not known here.</source>
        <translation>%1 用 LZ4 压缩，这里不支持。</translation>
    </message>
    <message>
        <source>Reading the backup&apos;s files</source>
        <translation>正在读取备份的文件</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>文件 %1</translation>
    </message>
    <message>
        <source>The files of %1 of %2 tables are missing.</source>
        <translation>%2 张表中有 %1 张缺少文件。</translation>
    </message>
    <message>
        <source>Cannot make a file in memory</source>
        <translation>无法在内存中创建文件</translation>
    </message>
    <message>
        <source>Cannot make a file in %1</source>
        <translation>无法在 %1 中创建文件</translation>
    </message>
    <message>
        <source>%1 has to be unpacked before it can be read: about %2 are needed in %3, %4 are free. Make room or choose another folder.</source>
        <translation>%1 要先解包才能读取：%3 中约需 %2，现剩余 %4。可腾出空间，或另选一个目录。</translation>
    </message>
    <message>
        <source>%1 is there already; choose another name.</source>
        <translation>%1 已存在；换一个名称。</translation>
    </message>
    <message>
        <source>%1 rows read</source>
        <translation>已读 %1 行</translation>
    </message>
    <message>
        <source>pg_restore cannot read the rows of %1.%2.</source>
        <translation>pg_restore 无法读取 %1.%2 的行。</translation>
    </message>
    <message>
        <source>%1 holds no rows of %2.%3; its contents list what it holds.</source>
        <translation>%1 中没有 %2.%3 的行；其内容列表写明了有什么。</translation>
    </message>
    <message>
        <source>%1 holds the rows of %2.%3 as INSERT statements; restore it into another database.</source>
        <translation>%1 以 INSERT 语句保存 %2.%3 的行；把它恢复到另一个数据库。</translation>
    </message>
    <message>
        <source>%1 is damaged: it ends within its table of contents.</source>
        <translation>%1 已损坏：在归档目录中途结束。</translation>
    </message>
    <message>
        <source>The backup holds no table %1.%2.</source>
        <translation>备份中没有表 %1.%2。</translation>
    </message>
    <message>
        <source>%1 is a directory: it is no single stream of bytes.</source>
        <translation>%1 是目录格式，不是单一的字节流。</translation>
    </message>
    <message>
        <source>%1 is damaged</source>
        <translation>%1 已损坏</translation>
    </message>
    <message>
        <source>%1 holds other content of %2.%3 than its sidecar says: %4 rows, %5 in the sidecar.</source>
        <translation>%1 中 %2.%3 的内容与附属记录不一致：实有 %4 行，附属记录为 %5 行。</translation>
    </message>
    <message>
        <source>%1 holds other large objects than its sidecar says.</source>
        <translation>%1 中的大对象与附属记录不一致。</translation>
    </message>
    <message>
        <source>%1 is encrypted and has no sidecar: without the means to decrypt it nothing can be checked.</source>
        <translation>%1 已加密且没有附属记录：无法解密就什么都不能校验。</translation>
    </message>
    <message>
        <source>%1 ends within its table of contents.</source>
        <translation>%1 在归档目录中途就结束了。</translation>
    </message>
    <message>
        <source>Comparing %1.%2</source>
        <translation>正在核对 %1.%2</translation>
    </message>
    <message>
        <source>The backup does not say what it holds, so there is nothing to compare with; adopt it first.</source>
        <translation>备份没有写明所含内容，无从核对；先收编此备份。</translation>
    </message>
    <message>
        <source>%1 of %2 tables do not hold what the backup holds: %3.</source>
        <translation>%2 张表中有 %1 张的内容与备份不一致：%3。</translation>
    </message>
    <message>
        <source>takes about %1, as the drill of %2 did</source>
        <translation>约需 %1，依据 %2 的演练</translation>
    </message>
    <message>
        <source>takes as long as a restore; none was measured here yet</source>
        <translation>用时与恢复相同；这里还没有测量过恢复</translation>
    </message>
    <message>
        <source>Try out %1</source>
        <translation>演练 %1</translation>
    </message>
    <message>
        <source>The live database is not touched; its server reads and writes as much as a restore makes it.</source>
        <translation>不动线上数据库；其服务器的读写量与一次恢复相当。</translation>
    </message>
    <message>
        <source>server of %1</source>
        <translation>%1 的服务器</translation>
    </message>
    <message>
        <source>gets a throw-away database of about %1, dropped at the end</source>
        <translation>将新建一个约 %1 的临时数据库，结束时删除</translation>
    </message>
    <message>
        <source>gets a throw-away database, dropped at the end</source>
        <translation>将新建一个临时数据库，结束时删除</translation>
    </message>
    <message>
        <source>holds an unpacked copy of %1 while the backup is restored</source>
        <translation>恢复备份期间存放解包后的数据，共 %1</translation>
    </message>
    <message>
        <source>backup %1</source>
        <translation>备份 %1</translation>
    </message>
    <message>
        <source>duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Nothing: the throw-away database is dropped, and no result is written down.</source>
        <translation>不留下任何内容：临时数据库会被删除，也不记录结果。</translation>
    </message>
    <message>
        <source>Nothing has to be taken back.</source>
        <translation>没有需要撤回的内容。</translation>
    </message>
    <message>
        <source>It is known what %1 should contain</source>
        <translation>%1 应有的内容已知</translation>
    </message>
    <message>
        <source>There are no row counts to hold it against; adopt the backup first.</source>
        <translation>没有行数可供核对；先收编此备份。</translation>
    </message>
    <message>
        <source>rows and content of each table</source>
        <translation>每张表的行数和内容</translation>
    </message>
    <message>
        <source>Only the number of rows; their content has no checksum.</source>
        <translation>只有行数；内容没有校验和。</translation>
    </message>
    <message>
        <source>Restore it into a throw-away database</source>
        <translation>恢复到临时数据库</translation>
    </message>
    <message>
        <source>Hold every table against the backup&apos;s own record</source>
        <translation>逐表与备份的记录核对</translation>
    </message>
    <message>
        <source>Drop the throw-away database and write the result down</source>
        <translation>删除临时数据库并记录结果</translation>
    </message>
    <message>
        <source>into %1</source>
        <translation>恢复到 %1</translation>
    </message>
    <message>
        <source>restored in %1</source>
        <translation>恢复用时 %1</translation>
    </message>
    <message>
        <source>%1 rows of %2 tables compared in %3</source>
        <translation>已比对 %2 张表共 %1 行，用时 %3</translation>
    </message>
    <message>
        <source>The journal does not name the backup.</source>
        <translation>操作日志中没有备份的名称。</translation>
    </message>
    <message>
        <source>It is no sound archive of pg_dump: at byte %1 there is %2.</source>
        <translation>不是完好的 pg_dump 归档：第 %1 字节处是 %2。</translation>
    </message>
    <message>
        <source>The archive is cut off after %1 bytes.</source>
        <translation>归档在 %1 字节之后被截断。</translation>
    </message>
    <message>
        <source>The archive is cut off: the data of %1 entries is missing.</source>
        <translation>归档被截断：缺少 %1 个条目的数据。</translation>
    </message>
    <message>
        <source>The rows of %1 are not in the form of COPY and cannot be counted.</source>
        <translation>%1 的行不是 COPY 格式，无法统计。</translation>
    </message>
    <message>
        <source>format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>encrypted for</source>
        <translation>加密接收者</translation>
    </message>
    <message>
        <source>Remove what no rule keeps</source>
        <translation>删除没有规则保留的备份</translation>
    </message>
    <message>
        <source>the guide&apos;s: pg_restore reads it as it is</source>
        <translation>指南格式：pg_restore 可直接读取</translation>
    </message>
    <message>
        <source>fast: zstd, which &quot;zstd -d&quot; turns into what pg_restore reads</source>
        <translation>快速：zstd，用“zstd -d”解开后 pg_restore 即可读取</translation>
    </message>
    <message>
        <source>directory: %1 tables at a time; pg_restore reads it as it is</source>
        <translation>目录：同时转储 %1 张表；pg_restore 可直接读取</translation>
    </message>
    <message>
        <source>The backup can be encrypted for the profile&apos;s key</source>
        <translation>可以用连接配置中的公钥加密备份</translation>
    </message>
    <message>
        <source>A backup in the directory format cannot be encrypted; choose the fast format or no encryption.</source>
        <translation>目录格式的备份不能加密；改用快速格式，或不加密。</translation>
    </message>
    <message>
        <source>old backups</source>
        <translation>旧备份</translation>
    </message>
    <message>
        <source>go by the retention policy once the new one is there; as of now these are %1 of %2 files, %3</source>
        <translation>新备份完成后按保留策略删除；目前是 %2 个文件中的 %1 个，%3</translation>
    </message>
    <message>
        <source>Old backups were not removed: %1</source>
        <translation>旧备份没有删除：%1</translation>
    </message>
    <message>
        <source>%1 removed, %2 freed</source>
        <translation>已删除 %1 个，释放 %2</translation>
    </message>
    <message>
        <source>The new backup stays: older ones may have been removed already.</source>
        <translation>新备份保留：更旧的可能已经删除。</translation>
    </message>
    <message>
        <source>The disk of %1 is full: about %2 are needed, and %3 are free now that the unfinished backup is removed. Make room or choose another folder.</source>
        <translation>%1 所在的磁盘已满：约需 %2，删除未完成的备份后剩余 %3。需腾出空间，或另选一个目录。</translation>
    </message>
    <message>
        <source>pg_dump was stopped because it wrote nothing for %1.</source>
        <translation>pg_dump 在 %1 内没有写出任何数据，已停止。</translation>
    </message>
    <message>
        <source>%1, %2/s, about %3 left</source>
        <translation>%1，%2/s，约剩 %3</translation>
    </message>
    <message>
        <source>%1, %2/s</source>
        <translation>%1，%2/s</translation>
    </message>
    <message>
        <source>age is not installed, and backups encrypted for an age key need it; install the package age.</source>
        <translation>未安装 age，而用 age 公钥加密的备份需要它；需安装软件包 age。</translation>
    </message>
    <message>
        <source>gpg is not installed, and backups encrypted for a GnuPG key need it; install the package gnupg.</source>
        <translation>未安装 gpg，而用 GnuPG 公钥加密的备份需要它；需安装软件包 gnupg。</translation>
    </message>
    <message>
        <source>The GnuPG key %1 has expired; extend it or name another recipient in the profile.</source>
        <translation>GnuPG 密钥 %1 已过期；需延长有效期，或在连接配置中改用其他接收者。</translation>
    </message>
    <message>
        <source>The GnuPG key %1 is revoked; name another recipient in the profile.</source>
        <translation>GnuPG 密钥 %1 已吊销；需在连接配置中改用其他接收者。</translation>
    </message>
    <message>
        <source>The GnuPG key %1 cannot be encrypted for; name another recipient in the profile.</source>
        <translation>GnuPG 密钥 %1 不能用于加密；需在连接配置中改用其他接收者。</translation>
    </message>
    <message>
        <source>GnuPG knows no key %1 here; import its public half with &quot;gpg --import FILE&quot; as the user that makes the backups.</source>
        <translation>这里的 GnuPG 没有密钥 %1；以做备份的用户执行“gpg --import FILE”导入其公钥。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no key that age can encrypt for; copy it again from age-keygen.</source>
        <translation>“%1”不是 age 可用于加密的公钥；需从 age-keygen 的输出重新复制。</translation>
    </message>
    <message>
        <source>The profile names no identity file, and backups encrypted for an age key are read with one; name it under backups.identity.</source>
        <translation>连接配置中没有身份文件，而读取用 age 公钥加密的备份需要它；需在 backups.identity 中写明。</translation>
    </message>
    <message>
        <source>Cannot use the identity file %1</source>
        <translation>无法使用身份文件 %1</translation>
    </message>
    <message>
        <source>The identity file %1 can be read by others, so it is not used; give it to its owner alone (chmod 600).</source>
        <translation>身份文件 %1 可被他人读取，因此不使用；需改为仅属主可读（chmod 600）。</translation>
    </message>
    <message>
        <source>The identity file %1 is locked with a passphrase, and nothing here asks for one; give the path of an unlocked one.</source>
        <translation>身份文件 %1 受口令保护，而这里不会询问口令；需给出未加口令的身份文件路径。</translation>
    </message>
    <message>
        <source>GnuPG has no secret key here, so it can read no encrypted backup; import one first.</source>
        <translation>这里的 GnuPG 没有私钥，无法读取加密的备份；需先导入私钥。</translation>
    </message>
    <message>
        <source>%1 was ended by signal %2 before it was done.</source>
        <translation>%1 尚未完成就被信号 %2 结束。</translation>
    </message>
    <message>
        <source>%1 could not encrypt: %2</source>
        <translation>%1 加密失败：%2</translation>
    </message>
    <message>
        <source>The GnuPG key that reads this backup is locked, and nothing here asks for its passphrase; unlock it in gpg-agent first.</source>
        <translation>读取此备份的 GnuPG 密钥已锁定，而这里不会询问口令；需先在 gpg-agent 中解锁。</translation>
    </message>
    <message>
        <source>No key here reads this backup: it was encrypted for another one (%1 says so).</source>
        <translation>这里没有能读取此备份的密钥：它是用其他公钥加密的（依据 %1 的报告）。</translation>
    </message>
    <message>
        <source>%1 could not decrypt; the file is damaged or incomplete: %2</source>
        <translation>%1 解密失败；文件已损坏或不完整：%2</translation>
    </message>
    <message>
        <source>%1 ended before it had read everything.</source>
        <translation>%1 还没有读完全部数据就结束了。</translation>
    </message>
    <message>
        <source>This is a secret key. Backups are encrypted for the public one, which begins with age1; keep the secret one away from this machine.</source>
        <translation>这是私钥。备份用以 age1 开头的公钥加密；私钥不要放在这台机器上。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither an age recipient (age1...) nor a GnuPG fingerprint of 40 hexadecimal digits.</source>
        <translation>“%1”既不是 age 接收者（age1...），也不是 40 位十六进制的 GnuPG 指纹。</translation>
    </message>
    <message>
        <source>There is no memory for a zlib stream.</source>
        <translation>内存不足，无法建立 zlib 流。</translation>
    </message>
    <message>
        <source>There is something behind the end of a zlib stream.</source>
        <translation>zlib 流结束之后还有数据。</translation>
    </message>
    <message>
        <source>A zlib stream is damaged: %1.</source>
        <translation>zlib 流已损坏：%1。</translation>
    </message>
    <message>
        <source>A zlib stream is cut off.</source>
        <translation>zlib 流被截断。</translation>
    </message>
    <message>
        <source>Cannot empty %1</source>
        <translation>无法清空 %1</translation>
    </message>
    <message>
        <source>There is no memory for a zstd stream.</source>
        <translation>内存不足，无法建立 zstd 流。</translation>
    </message>
    <message>
        <source>zstd cannot compress: %1.</source>
        <translation>zstd 压缩失败：%1。</translation>
    </message>
    <message>
        <source>The zstd stream is damaged near byte %1: %2.</source>
        <translation>zstd 流在第 %1 字节附近损坏：%2。</translation>
    </message>
    <message>
        <source>The zstd stream is cut off after %1 bytes.</source>
        <translation>zstd 流在 %1 字节之后被截断。</translation>
    </message>
    <message>
        <source>%1 has a sidecar that cannot be read; move it away first. %2</source>
        <translation>%1 的附属记录无法读取；需先将其移走。%2</translation>
    </message>
    <message>
        <source>%1 has a sidecar already; verify holds the file against it.</source>
        <translation>%1 已有附属记录；校验会以它核对文件。</translation>
    </message>
    <message>
        <source>%1 cannot be adopted: %2</source>
        <translation>无法收编 %1：%2</translation>
    </message>
    <message>
        <source>Adopt %1</source>
        <translation>收编 %1</translation>
    </message>
    <message>
        <source>From then on it is held against its SHA-256 and its rows like a backup of the console; the dump itself is not changed.</source>
        <translation>此后与控制台所做的备份一样，按 SHA-256 和行数核对；转储本身不变。</translation>
    </message>
    <message>
        <source>is read from end to end (%1)</source>
        <translation>从头读到尾（%1）</translation>
    </message>
    <message>
        <source>is written: SHA-256, versions, rows and content of each table</source>
        <translation>写入：SHA-256、版本、每张表的行数和内容</translation>
    </message>
    <message>
        <source>No sidecar is written.</source>
        <translation>不写入附属记录。</translation>
    </message>
    <message>
        <source>Delete the sidecar.</source>
        <translation>删除附属记录。</translation>
    </message>
    <message>
        <source>It can be decrypted here</source>
        <translation>可以在这里解密</translation>
    </message>
    <message>
        <source>There is an identity to read it with.</source>
        <translation>有可用于读取的身份。</translation>
    </message>
    <message>
        <source>Read %1 and write its sidecar</source>
        <translation>读取 %1 并写入附属记录</translation>
    </message>
    <message>
        <source>database %1, %2 tables, %3 rows</source>
        <translation>数据库 %1，%2 张表，%3 行</translation>
    </message>
    <message>
        <source>There is no backup that could be restored.</source>
        <translation>没有任何可以恢复的备份。</translation>
    </message>
    <message>
        <source>There is no backup that could be restored, and nothing makes one by itself.</source>
        <translation>没有任何可以恢复的备份，也没有自动做备份的计划任务。</translation>
    </message>
    <message>
        <source>The newest backup is %1 old; it should be younger than %2.</source>
        <translation>最新备份是 %1前的；应不早于 %2前。</translation>
    </message>
    <message>
        <source>The newest backup %1 has %2, the one before it %3: more than half of the data is missing.</source>
        <translation>最新备份 %1 为 %2，前一份为 %3：少了一半以上的数据。</translation>
    </message>
    <message>
        <source>%1 And %2 more.</source>
        <translation>%1另有 %2 个。</translation>
    </message>
    <message>
        <source>The scheduled backup of %1 did not run when it was due; it last ran at %2.</source>
        <translation>%1 的备份计划任务到点没有运行；上次运行于 %2。</translation>
    </message>
    <message>
        <source>The scheduled backup of %1 was due and has never run.</source>
        <translation>%1 的备份计划任务已到点，但从未运行过。</translation>
    </message>
    <message>
        <source>The last scheduled backup of %1 failed.</source>
        <translation>%1 的上一次计划任务备份失败。</translation>
    </message>
    <message>
        <source>The last scheduled backup of %1 failed: %2</source>
        <translation>%1 的上一次计划任务备份失败：%2</translation>
    </message>
    <message>
        <source>%1 is being used by another operation; wait until that has ended.</source>
        <translation>另一个操作正在使用 %1；需等它结束。</translation>
    </message>
    <message>
        <source>%1 has just been removed.</source>
        <translation>%1 刚刚被删除。</translation>
    </message>
    <message>
        <source>stays as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Pin %1</source>
        <translation>固定 %1</translation>
    </message>
    <message>
        <source>Retention never removes it until it is unpinned.</source>
        <translation>取消固定之前，保留策略不会删除它。</translation>
    </message>
    <message>
        <source>is kept for good</source>
        <translation>一直保留</translation>
    </message>
    <message>
        <source>Unpin it.</source>
        <translation>取消固定。</translation>
    </message>
    <message>
        <source>Unpin %1</source>
        <translation>取消固定 %1</translation>
    </message>
    <message>
        <source>The next run of retention removes it if no rule keeps it.</source>
        <translation>如果没有规则保留它，下次执行保留策略时会删除。</translation>
    </message>
    <message>
        <source>is kept only as long as a rule keeps it</source>
        <translation>仅在有规则保留时保留</translation>
    </message>
    <message>
        <source>Pin it again, as long as it is there.</source>
        <translation>只要它还在，可重新固定。</translation>
    </message>
    <message>
        <source>It stays as it was.</source>
        <translation>保持原样。</translation>
    </message>
    <message>
        <source>Note it in the sidecar</source>
        <translation>写入附属记录</translation>
    </message>
    <message>
        <source>The sidecar of %1 was changed by another program.</source>
        <translation>%1 的附属记录被另一个程序修改。</translation>
    </message>
    <message>
        <source>%1 has no sidecar to hold a pin; adopt it first.</source>
        <translation>%1 没有附属记录，无法记录固定；需先收编。</translation>
    </message>
    <message>
        <source>Removing %1</source>
        <translation>正在删除 %1</translation>
    </message>
    <message>
        <source>Remove old backups of %1</source>
        <translation>删除 %1 的旧备份</translation>
    </message>
    <message>
        <source>What the retention policy does not keep is gone for good; the other backups stay as they are.</source>
        <translation>保留策略不保留的备份会永久删除；其他备份保持不变。</translation>
    </message>
    <message>
        <source>the policy keeps everything: nothing goes</source>
        <translation>策略保留全部：不删除任何备份</translation>
    </message>
    <message>
        <source>%1 of %2 files go, %3; %4 stay</source>
        <translation>%2 个文件中删除 %1 个，共 %3；保留 %4</translation>
    </message>
    <message>
        <source>goes, %1: %2</source>
        <translation>删除，%1：%2</translation>
    </message>
    <message>
        <source>What is removed by then is gone; the rest stays.</source>
        <translation>届时已删除的不再恢复；其余保留。</translation>
    </message>
    <message>
        <source>A removed backup does not come back; one that was copied elsewhere can be fetched from there.</source>
        <translation>删除的备份无法恢复；在其他位置有备份副本的，可从那里取回。</translation>
    </message>
    <message>
        <source>%1 removed, %2 freed; %3 stay because they are needed since</source>
        <translation>已删除 %1 个，释放 %2；另有 %3 个在此期间被用到，予以保留</translation>
    </message>
    <message>
        <source>%1 is still there; run the removal again.</source>
        <translation>%1 仍然存在；需重新执行删除。</translation>
    </message>
    <message>
        <source>The journal&apos;s %1 is not a number: &quot;%2&quot;.</source>
        <translation>操作日志中的 %1 不是数字：“%2”。</translation>
    </message>
    <message>
        <source>the backups without a sidecar</source>
        <translation>无附属记录一类</translation>
    </message>
    <message>
        <source>No rule keeps it.</source>
        <translation>没有规则保留它。</translation>
    </message>
    <message>
        <source>It is the only backup of %1.</source>
        <translation>它是 %1 唯一的备份。</translation>
    </message>
    <message>
        <source>It is the newest of its day.</source>
        <translation>它是当天最新的。</translation>
    </message>
    <message>
        <source>It is the newest of its week.</source>
        <translation>它是当周最新的。</translation>
    </message>
    <message>
        <source>It is the newest of its month.</source>
        <translation>它是当月最新的。</translation>
    </message>
    <message>
        <source>The backups together are larger than %1, and it is the oldest that may go.</source>
        <translation>备份总量超过 %1，它是可删除的备份中最旧的。</translation>
    </message>
    <message>
        <source>It is no backup, so it is left alone.</source>
        <translation>它不是备份，不触碰。</translation>
    </message>
    <message>
        <source>A running or unfinished operation uses it.</source>
        <translation>正在运行或未完成的操作在使用它。</translation>
    </message>
    <message>
        <source>It is pinned.</source>
        <translation>它已固定。</translation>
    </message>
    <message>
        <source>It is dated in the future: the clock was set back, so its age is unknown.</source>
        <translation>它的日期在未来：时钟曾被回拨，时长未知。</translation>
    </message>
    <message>
        <source>It is unfinished and younger than a day: it may still be written.</source>
        <translation>它未完成且不到一天：可能还在写入。</translation>
    </message>
    <message>
        <source>It was left unfinished more than a day ago and nobody writes it.</source>
        <translation>它未完成已超过一天，没有程序在写入。</translation>
    </message>
    <message>
        <source>It is the newest good one of %1.</source>
        <translation>它是 %1 最新的完好备份。</translation>
    </message>
    <message>
        <source>It is the newest safety dump of %1.</source>
        <translation>它是 %1 最新的安全转储。</translation>
    </message>
    <message>
        <source>It is one of the newest %1.</source>
        <translation>它是最新的 %1 个之一。</translation>
    </message>
    <message>
        <source>The crontab of %1 can be read</source>
        <translation>可以读取 %1 的 crontab</translation>
    </message>
    <message>
        <source>It has no backup of this profile yet.</source>
        <translation>其中还没有此连接配置的备份任务。</translation>
    </message>
    <message>
        <source>Its backup of this profile is replaced.</source>
        <translation>其中此连接配置的备份任务会被替换。</translation>
    </message>
    <message>
        <source>The crontab of %1 was changed by another program at the same time.</source>
        <translation>另一个程序同时修改了 %1 的 crontab。</translation>
    </message>
    <message>
        <source>crontab of %1</source>
        <translation>%1 的 crontab</translation>
    </message>
    <message>
        <source>The backup&apos;s line in the crontab of %1 was changed by hand: its time is not one of ours.</source>
        <translation>%1 的 crontab 中的备份行被手工修改：时间不是本程序的写法。</translation>
    </message>
    <message>
        <source>crontab does not show the crontab of %1.</source>
        <translation>crontab 命令未能显示 %1 的 crontab。</translation>
    </message>
    <message>
        <source>In the crontab of %1 the line &quot;%2&quot; is missing; put it behind the backup&apos;s line with &quot;crontab -e&quot;.</source>
        <translation>%1 的 crontab 中缺少“%2”这一行；用“crontab -e”把它加到备份行之后。</translation>
    </message>
    <message>
        <source>crontab does not take the changed crontab of %1.</source>
        <translation>crontab 命令不接受修改后的 %1 的 crontab。</translation>
    </message>
    <message>
        <source>May set a CronJob in %1</source>
        <translation>允许在 %1 中设置 CronJob</translation>
    </message>
    <message>
        <source>PersistentVolumeClaim %1 is in %2</source>
        <translation>PersistentVolumeClaim %1 在 %2 中</translation>
    </message>
    <message>
        <source>Secret %1 in %2 has the key %3</source>
        <translation>%2 中的 Secret %1 有键 %3</translation>
    </message>
    <message>
        <source>Pods reach the database as %1</source>
        <translation>Pod 通过 %1 访问数据库</translation>
    </message>
    <message>
        <source>Within a pod that is the pod itself; give the name the cluster has for the database.</source>
        <translation>在 Pod 内它指向 Pod 自己；需给出数据库在集群内的名称。</translation>
    </message>
    <message>
        <source>Its first run shows whether that is so.</source>
        <translation>首次运行时才能确认。</translation>
    </message>
    <message>
        <source>CronJob %1 was changed by hand: its time is not one of ours.</source>
        <translation>CronJob %1 被手工修改：时间不是本程序的写法。</translation>
    </message>
    <message>
        <source>It is so.</source>
        <translation>确认无误。</translation>
    </message>
    <message>
        <source>The name %1 is free</source>
        <translation>名称 %1 未被占用</translation>
    </message>
    <message>
        <source>There is a CronJob of that name that the console did not make.</source>
        <translation>已有同名的 CronJob，不是控制台建立的。</translation>
    </message>
    <message>
        <source>The profile names no cluster to run backups in; choose systemd or cron.</source>
        <translation>连接配置中没有可运行备份的集群；可改用 systemd 或 cron。</translation>
    </message>
    <message>
        <source>There is no qbmctl on this machine; install the package qbmctl.</source>
        <translation>这台机器上没有 qbmctl；需安装软件包 qbmctl。</translation>
    </message>
    <message>
        <source>The profile is in a file</source>
        <translation>连接配置已保存为文件</translation>
    </message>
    <message>
        <source>Save this connection first; a schedule opens it by its file.</source>
        <translation>需先保存此连接；计划任务通过配置文件打开它。</translation>
    </message>
    <message>
        <source>The names of the profile&apos;s file and of the backup folder may hold no control characters.</source>
        <translation>配置文件和备份目录的名称不能含有控制字符。</translation>
    </message>
    <message>
        <source>qbmctl is installed</source>
        <translation>已安装 qbmctl</translation>
    </message>
    <message>
        <source>Monday</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation>周二</translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation>周四</translation>
    </message>
    <message>
        <source>Friday</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation>周六</translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation>周日</translation>
    </message>
    <message>
        <source>every day at %1</source>
        <translation>每天 %1</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>timer of systemd</source>
        <translation>systemd 定时器</translation>
    </message>
    <message>
        <source>line of the crontab</source>
        <translation>crontab 中的行</translation>
    </message>
    <message>
        <source>CronJob in the cluster</source>
        <translation>集群中的 CronJob</translation>
    </message>
    <message>
        <source>The %1 was changed by another program at the same time.</source>
        <translation>另一个程序同时修改了 %1。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Back up %1 %2</source>
        <translation>备份 %1：%2</translation>
    </message>
    <message>
        <source>A backup is made then without asking, and what the retention policy does not keep is removed.</source>
        <translation>到点自动做备份，不再询问，并删除保留策略不保留的备份。</translation>
    </message>
    <message>
        <source>A backup is made then without asking; old ones stay until they are removed.</source>
        <translation>到点自动做备份，不再询问；旧备份一直保留，直到被删除。</translation>
    </message>
    <message>
        <source>%1 becomes %2</source>
        <translation>由 %1 改为 %2</translation>
    </message>
    <message>
        <source>The former schedule stands again.</source>
        <translation>原来的计划任务恢复生效。</translation>
    </message>
    <message>
        <source>Set the former one again, or remove it.</source>
        <translation>重新设回原来的计划任务，或将其删除。</translation>
    </message>
    <message>
        <source>The time names a moment</source>
        <translation>时间有效</translation>
    </message>
    <message>
        <source>Give a time of day from 00:00 to 23:59 and at least one weekday.</source>
        <translation>应给出 00:00 到 23:59 之间的时间和至少一个星期几。</translation>
    </message>
    <message>
        <source>Back up %1 no longer by itself</source>
        <translation>不再自动备份 %1</translation>
    </message>
    <message>
        <source>Nothing makes backups at that time any more; those there are stay.</source>
        <translation>到点不再做备份；已有的备份保留。</translation>
    </message>
    <message>
        <source>%1 is removed</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Set it again.</source>
        <translation>重新设置。</translation>
    </message>
    <message>
        <source>There is one</source>
        <translation>存在计划任务</translation>
    </message>
    <message>
        <source>There is none; nothing changes.</source>
        <translation>没有计划任务；不做任何改动。</translation>
    </message>
    <message>
        <source>The journal does not say which schedule it is about.</source>
        <translation>操作日志没有写明是哪个计划任务。</translation>
    </message>
    <message>
        <source>The journal does not hold the schedule&apos;s time.</source>
        <translation>操作日志中没有计划任务的时间。</translation>
    </message>
    <message>
        <source>systemd runs timers of this user</source>
        <translation>systemd 可运行当前用户的定时器</translation>
    </message>
    <message>
        <source>%1 Choose cron instead.</source>
        <translation>%1可改用 cron。</translation>
    </message>
    <message>
        <source>The journal does not hold the former units of %1.</source>
        <translation>操作日志中没有 %1 原来的单元文件。</translation>
    </message>
    <message>
        <source>%1 was changed by hand: its time is not one of ours.</source>
        <translation>%1 被手工修改：时间不是本程序的写法。</translation>
    </message>
    <message>
        <source>It is the timer of %1; give one of the two profile files another name.</source>
        <translation>它是 %1 的定时器；需将两个配置文件之一改名。</translation>
    </message>
    <message>
        <source>Timers run while nobody is logged in</source>
        <translation>无人登录时定时器也运行</translation>
    </message>
    <message>
        <source>%1 lingers.</source>
        <translation>%1 已启用 linger。</translation>
    </message>
    <message>
        <source>They run only while %1 is logged in, and what was missed is made up then; &quot;loginctl enable-linger&quot; changes that.</source>
        <translation>仅在 %1 登录期间运行，错过的在登录后补做；执行“loginctl enable-linger”可改变这一点。</translation>
    </message>
    <message>
        <source>systemd&apos;s manager of this user does not do what it is asked.</source>
        <translation>当前用户的 systemd 管理器没有执行请求。</translation>
    </message>
    <message>
        <source>May change %1</source>
        <translation>允许修改 %1</translation>
    </message>
    <message>
        <source>This user may write there.</source>
        <translation>当前用户可以写入。</translation>
    </message>
    <message>
        <source>%1 can be read</source>
        <translation>%1 可以读取</translation>
    </message>
    <message>
        <source>as it lies</source>
        <translation>可直接读取</translation>
    </message>
    <message>
        <source>%1 free, %2 needed to unpack it</source>
        <translation>剩余 %1，解包需要 %2</translation>
    </message>
    <message>
        <source>%1 may create databases</source>
        <translation>%1 可以创建数据库</translation>
    </message>
    <message>
        <source>by its attributes</source>
        <translation>依据角色属性</translation>
    </message>
    <message>
        <source>Give it CREATEDB, or use a role that has it.</source>
        <translation>授予它 CREATEDB，或改用有此权限的角色。</translation>
    </message>
    <message>
        <source>Owners and grants are restored as they were.</source>
        <translation>属主和授权按原样恢复。</translation>
    </message>
    <message>
        <source>The database with the number %1 was dropped by somebody.</source>
        <translation>编号为 %1 的数据库已被他人删除。</translation>
    </message>
    <message>
        <source>%1 sessions came back to the database %2: %3. End them and try again.</source>
        <translation>有 %1 个会话重新连上数据库 %2：%3。结束这些会话后重试。</translation>
    </message>
    <message>
        <source>The database that was %1 is called %2 now: somebody renamed it. Give it its name back and try again.</source>
        <translation>原来的数据库 %1 现名为 %2：有人改了名。改回原名后重试。</translation>
    </message>
    <message>
        <source>Making the database %1</source>
        <translation>正在新建数据库 %1</translation>
    </message>
    <message>
        <source>The disk of the database server is full: %1 could not be restored into %2. Make room there and try again.</source>
        <translation>数据库服务器的磁盘已满：未能把 %1 恢复到 %2。在该服务器上腾出空间后重试。</translation>
    </message>
    <message>
        <source>Drop the database %1</source>
        <translation>删除数据库 %1</translation>
    </message>
    <message>
        <source>The data that %1 held before %2 is gone for good; the live database is not touched.</source>
        <translation>%1 在 %2 之前的数据将永久删除；线上数据库不受影响。</translation>
    </message>
    <message>
        <source>What a restore or a drill left behind is removed; the live database is not touched.</source>
        <translation>删除恢复或演练留下的数据库；线上数据库不受影响。</translation>
    </message>
    <message>
        <source>It is dropped, or it is there as before.</source>
        <translation>要么已删除，要么与之前一样。</translation>
    </message>
    <message>
        <source>Nothing brings it back.</source>
        <translation>无法找回。</translation>
    </message>
    <message>
        <source>Drop %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>There is no database %1 beside %2.</source>
        <translation>%2 旁边没有数据库 %1。</translation>
    </message>
    <message>
        <source>No unfinished operation needs %1</source>
        <translation>没有未完成的操作需要 %1</translation>
    </message>
    <message>
        <source>The operations of this system cannot be listed here.</source>
        <translation>这里无法列出此系统的操作。</translation>
    </message>
    <message>
        <source>An operation that was interrupted needs it: continue or undo that one.</source>
        <translation>有被中断的操作需要它：需继续或撤回该操作。</translation>
    </message>
    <message>
        <source>none names it</source>
        <translation>没有操作引用它</translation>
    </message>
    <message>
        <source>%1 may drop %2</source>
        <translation>%1 可以删除 %2</translation>
    </message>
    <message>
        <source>Only its owner or a superuser can; connect as one of them.</source>
        <translation>只有其属主或超级用户可以；需以其中之一连接。</translation>
    </message>
    <message>
        <source>%1 is another database by now; look at it before you drop it.</source>
        <translation>%1 现在已是另一个数据库；删除前先查看。</translation>
    </message>
    <message>
        <source>%1 is still there.</source>
        <translation>%1 仍然存在。</translation>
    </message>
    <message>
        <source>There is no database %1 any more.</source>
        <translation>数据库 %1 已不存在。</translation>
    </message>
    <message>
        <source>Neither pg_restore nor %1 did anything for %2; it was stopped.</source>
        <translation>pg_restore 和 %1 在 %2 内都没有动静；已停止。</translation>
    </message>
    <message>
        <source>The p95 response time is %1</source>
        <translation>p95 响应时间为 %1</translation>
    </message>
    <message>
        <source>The p95 response time is %1; it was %2 before</source>
        <translation>p95 响应时间为 %1；之前为 %2</translation>
    </message>
    <message>
        <source>Ended %1</source>
        <translation>已结束 %1</translation>
    </message>
    <message>
        <source>It is encrypted and nothing here can decrypt it; name the age identity in the profile, or import the key into the GnuPG keyring.</source>
        <translation>它已加密，而这里无法解密；需在连接配置中写明 age 身份文件，或将私钥导入 GnuPG 密钥环。</translation>
    </message>
    <message>
        <source>%1. Sessions of the application end with its pods; any other is ended before the data is replaced.</source>
        <translation>%1。应用的会话会随其 Pod 结束；其他会话会在替换数据之前被结束。</translation>
    </message>
    <message>
        <source>Autoscalers and CronJobs can be kept still</source>
        <translation>可以暂停自动扩缩容器和 CronJob</translation>
    </message>
    <message>
        <source>%1 %2 can be kept still</source>
        <translation>可以暂停 %1 %2</translation>
    </message>
    <message>
        <source>The server has the extensions of the backup</source>
        <translation>服务器上有备份所需的扩展</translation>
    </message>
    <message>
        <source>Not installed there: %1. Install them on the database server.</source>
        <translation>未安装：%1。需在数据库服务器上安装。</translation>
    </message>
    <message>
        <source>it has none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>%1 may make and rename databases</source>
        <translation>%1 可以新建和重命名数据库</translation>
    </message>
    <message>
        <source>The role has no CREATEDB right; give it that, connect as another one, or restore in place.</source>
        <translation>该角色没有 CREATEDB 权限；需授予该权限、改用其他角色连接，或就地恢复。</translation>
    </message>
    <message>
        <source>superuser</source>
        <translation>超级用户</translation>
    </message>
    <message>
        <source>CREATEDB</source>
        <translation>CREATEDB</translation>
    </message>
    <message>
        <source>Databases can be exchanged from outside</source>
        <translation>可以从外部交换数据库</translation>
    </message>
    <message>
        <source>through the database %1</source>
        <translation>通过数据库 %1</translation>
    </message>
    <message>
        <source>The database server has room for a second copy</source>
        <translation>数据库服务器有空间存放第二份数据</translation>
    </message>
    <message>
        <source>About %1 are needed there; the server&apos;s disk cannot be seen from here. If it fills up, the copy is dropped again and nothing else has happened.</source>
        <translation>约需 %1；这里看不到服务器的磁盘。如果写满，旁路数据库会被删除，不产生其他影响。</translation>
    </message>
    <message>
        <source>%1 has room to unpack the backup</source>
        <translation>%1 有空间解开备份</translation>
    </message>
    <message>
        <source>Owners and grants come back</source>
        <translation>属主和授权会恢复</translation>
    </message>
    <message>
        <source>Other servers cannot be reached from here.</source>
        <translation>从这里无法连接其他服务器。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be the database to restore into; name another one.</source>
        <translation>不能恢复到“%1”；指定另一个数据库。</translation>
    </message>
    <message>
        <source>%1 is the live database; restoring it is an operation of its own.</source>
        <translation>%1 是线上数据库；恢复它是另一个操作。</translation>
    </message>
    <message>
        <source>Restore %1 into %2</source>
        <translation>把 %1 恢复到 %2</translation>
    </message>
    <message>
        <source>The live database is not touched.</source>
        <translation>不触碰线上数据库。</translation>
    </message>
    <message>
        <source>comes with its indexes, constraints and sequences</source>
        <translation>连同其索引、约束和序列</translation>
    </message>
    <message>
        <source>The database is as it was.</source>
        <translation>数据库与原来一样。</translation>
    </message>
    <message>
        <source>Nothing: the database that was made is dropped.</source>
        <translation>什么也不留：新建的数据库会删除。</translation>
    </message>
    <message>
        <source>Drop the database.</source>
        <translation>删除该数据库。</translation>
    </message>
    <message>
        <source>The server answers</source>
        <translation>服务器有应答</translation>
    </message>
    <message>
        <source>%1 holds no table of the backup</source>
        <translation>%1 中没有备份里的表</translation>
    </message>
    <message>
        <source>none of them is there</source>
        <translation>一张也没有</translation>
    </message>
    <message>
        <source>%1.%2 is there already; name another database.</source>
        <translation>%1.%2 已存在；指定另一个数据库。</translation>
    </message>
    <message>
        <source>Provide the database %1</source>
        <translation>准备数据库 %1</translation>
    </message>
    <message>
        <source>Restore into it</source>
        <translation>恢复到其中</translation>
    </message>
    <message>
        <source>Hold its tables against the backup&apos;s own record</source>
        <translation>按备份自身的记录核对其中的表</translation>
    </message>
    <message>
        <source>%1.%2 has appeared in %3 meanwhile.</source>
        <translation>%3 中期间出现了 %1.%2。</translation>
    </message>
    <message>
        <source>There are no row counts to hold it against.</source>
        <translation>没有行数可供核对。</translation>
    </message>
    <message>
        <source>%1 is no database that a restore of %2 set aside.</source>
        <translation>%1 不是恢复 %2 时保留的数据库。</translation>
    </message>
    <message>
        <source>is not in the backup and is gone from the live database (%1 rows)</source>
        <translation>不在备份中，将从线上数据库消失（%1 行）</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>keeps still meanwhile, then is as it was (%1)</source>
        <translation>期间暂停，之后还原（%1）</translation>
    </message>
    <message>
        <source>alerts with %1</source>
        <translation>带有 %1 的告警</translation>
    </message>
    <message>
        <source>are kept quiet until it is done; what would have fired is listed</source>
        <translation>静默至操作完成；列出本来会触发的告警</translation>
    </message>
    <message>
        <source>sessions of %1</source>
        <translation>%1 的会话</translation>
    </message>
    <message>
        <source>is made from %1 and held against it while the application still runs; about %2 on the server</source>
        <translation>在应用照常运行时由 %1 建立并核对；在服务器上约占 %2</translation>
    </message>
    <message>
        <source>becomes %1 and stays for an instant way back (%2); the new one takes its name</source>
        <translation>改名为 %1 并保留，可随时立即换回（%2）；新数据库取用原名</translation>
    </message>
    <message>
        <source>gets a safety dump of the present data, about %1, not encrypted: taking the restore back must be able to read it</source>
        <translation>将新增现有数据的安全转储，约 %1，不加密：撤回恢复时必须能读取它</translation>
    </message>
    <message>
        <source>The application is down for the moment in which the databases change places, and everything written since %1 is gone from the live one.</source>
        <translation>交换数据库的片刻应用不可用，%1 之后写入的内容会从线上数据库消失。</translation>
    </message>
    <message>
        <source>Swap back to the database that was set aside.</source>
        <translation>换回保留的数据库。</translation>
    </message>
    <message>
        <source>Swap %1 back to %2</source>
        <translation>将 %1 换回 %2</translation>
    </message>
    <message>
        <source>The application is down for the moment in which the databases change places; then it works with the data of %1.</source>
        <translation>交换数据库的片刻应用不可用；之后使用 %1 的数据。</translation>
    </message>
    <message>
        <source>The live data is that of %1 afterwards.</source>
        <translation>之后线上数据为 %1 的数据。</translation>
    </message>
    <message>
        <source>becomes %1 (%2)</source>
        <translation>改名为 %1（%2）</translation>
    </message>
    <message>
        <source>becomes %1 and stays</source>
        <translation>改名为 %1 并保留</translation>
    </message>
    <message>
        <source>%1 is not the database that this restore made; look who renamed it, and drop it by hand if it is not needed.</source>
        <translation>%1 不是这次恢复建立的数据库；需查看是谁改了名，不需要时手工删除。</translation>
    </message>
    <message>
        <source>%1 is made</source>
        <translation>%1 已建立</translation>
    </message>
    <message>
        <source>Gathering statistics of %1</source>
        <translation>正在收集 %1 的统计信息</translation>
    </message>
    <message>
        <source>%1 rows in %2 tables, each with the content of the backup</source>
        <translation>%2 张表共 %1 行，内容均与备份一致</translation>
    </message>
    <message>
        <source>The journal does not say which databases change places.</source>
        <translation>操作日志没有写明要交换哪些数据库。</translation>
    </message>
    <message>
        <source>The data of before is kept as the database %1</source>
        <translation>之前的数据保留为数据库 %1</translation>
    </message>
    <message>
        <source>%1 is not the restored database: somebody renames databases too.</source>
        <translation>%1 不是恢复出的数据库：有人也在重命名数据库。</translation>
    </message>
    <message>
        <source>The data of before is live again</source>
        <translation>之前的数据已重新上线</translation>
    </message>
    <message>
        <source>Make a database beside the live one</source>
        <translation>建立旁路数据库</translation>
    </message>
    <message>
        <source>Restore %1 into it</source>
        <translation>将 %1 恢复到其中</translation>
    </message>
    <message>
        <source>Compare it with the backup</source>
        <translation>与备份核对</translation>
    </message>
    <message>
        <source>Find %1</source>
        <translation>查找 %1</translation>
    </message>
    <message>
        <source>The application was at 0 replicas for %1 and ready again after %2</source>
        <translation>应用处于 0 个副本 %1，%2 后重新就绪</translation>
    </message>
    <message>
        <source>The clock was set back meanwhile, so how long the restore took is not known</source>
        <translation>其间时钟被回拨，恢复用时未知</translation>
    </message>
    <message>
        <source>The journal&apos;s list of autoscalers and CronJobs cannot be read.</source>
        <translation>无法读取操作日志中的自动扩缩容器和 CronJob 清单。</translation>
    </message>
    <message>
        <source>%1 %2 keeps still (%3)</source>
        <translation>%1 %2 已暂停（%3）</translation>
    </message>
    <message>
        <source>%1 %2 is as it was</source>
        <translation>%1 %2 已还原</translation>
    </message>
    <message>
        <source>Alerts are not silenced and may fire during the work: %1</source>
        <translation>告警未静默，操作期间可能触发：%1</translation>
    </message>
    <message>
        <source>Alerts with %1 are kept quiet</source>
        <translation>带有 %1 的告警已静默</translation>
    </message>
    <message>
        <source>Nobody can say whether alerts are still silenced: %1</source>
        <translation>无法确定告警是否仍被静默：%1</translation>
    </message>
    <message>
        <source>The silence could not be ended and ends by itself later: %1</source>
        <translation>未能结束静默，稍后会自行结束：%1</translation>
    </message>
    <message>
        <source>Which alerts were kept quiet is not known: %1</source>
        <translation>被静默的告警有哪些未知：%1</translation>
    </message>
    <message>
        <source>Would have fired: %1 (%2), %3</source>
        <translation>本来会触发：%1（%2），%3</translation>
    </message>
    <message>
        <source>No alert would have fired</source>
        <translation>没有本来会触发的告警</translation>
    </message>
    <message>
        <source>Keep alerts quiet</source>
        <translation>静默告警</translation>
    </message>
    <message>
        <source>Let alerts through again</source>
        <translation>结束告警静默</translation>
    </message>
    <message>
        <source>Keep autoscalers and CronJobs still</source>
        <translation>暂停自动扩缩容器和 CronJob</translation>
    </message>
    <message>
        <source>Bring autoscalers and CronJobs back as they were</source>
        <translation>还原自动扩缩容器和 CronJob</translation>
    </message>
    <message>
        <source>The journal&apos;s list of sessions cannot be read.</source>
        <translation>无法读取操作日志中的会话清单。</translation>
    </message>
    <message>
        <source>Their programs lose the connection at once; what they have not committed is rolled back. A program that connects again by itself is not kept away.</source>
        <translation>相应程序立即失去连接；未提交的内容会回滚。不会阻止程序自行重连。</translation>
    </message>
    <message>
        <source>session %1</source>
        <translation>会话 %1</translation>
    </message>
    <message>
        <source>%1 is ended</source>
        <translation>结束 %1</translation>
    </message>
    <message>
        <source>Sessions that were ended stay ended; the others go on.</source>
        <translation>已结束的会话不会恢复；其他会话继续。</translation>
    </message>
    <message>
        <source>Nothing brings a session back; its program has to connect again.</source>
        <translation>会话无法恢复；程序需重新连接。</translation>
    </message>
    <message>
        <source>They are the sessions that were listed</source>
        <translation>与列表中的会话相同</translation>
    </message>
    <message>
        <source>%1 of %2 are still connected</source>
        <translation>%2 个中仍有 %1 个连接着</translation>
    </message>
    <message>
        <source>End the sessions</source>
        <translation>结束会话</translation>
    </message>
    <message>
        <source>%1 may end the session %2 of %3</source>
        <translation>%1 可以结束 %3 的会话 %2</translation>
    </message>
    <message>
        <source>by its roles</source>
        <translation>依据其角色</translation>
    </message>
    <message>
        <source>Only superusers and, unless %1 is one, members of %1 or of pg_signal_backend may.</source>
        <translation>只有超级用户可以；如果 %1 不是超级用户，%1 或 pg_signal_backend 的成员也可以。</translation>
    </message>
    <message>
        <source>Session %1 had ended by itself.</source>
        <translation>会话 %1 已自行结束。</translation>
    </message>
    <message>
        <source>The access key or its region holds signs that neither may hold.</source>
        <translation>访问密钥或其区域含有不允许的字符。</translation>
    </message>
    <message>
        <source>What was to be sent to %1 ended %2 too early.</source>
        <translation>要发送给 %1 的数据提前结束，还差 %2。</translation>
    </message>
    <message>
        <source>The statement is no COPY to the client: %1</source>
        <translation>此语句不是向客户端输出的 COPY：%1</translation>
    </message>
    <message>
        <source>%1 sent nothing for %2 s; the copy was given up.</source>
        <translation>%1 在 %2 秒内没有发送数据；已放弃 COPY。</translation>
    </message>
    <message>
        <source>%1 stopped reading.</source>
        <translation>%1 停止了读取。</translation>
    </message>
    <message>
        <source>%1 did nothing for %2; it was asked to stop.</source>
        <translation>%1 在 %2 内没有动静；已要求它停止。</translation>
    </message>
    <message>
        <source>measured by the last restore</source>
        <translation>按上一次恢复实测</translation>
    </message>
    <message>
        <source>measured by the drill %1 ago</source>
        <translation>由 %1前的演练测得</translation>
    </message>
    <message>
        <source>There is no backup: a restore now is not possible.</source>
        <translation>没有备份：现在无法恢复。</translation>
    </message>
    <message>
        <source>A restore now loses %1; how long it takes was never measured, a drill does that.</source>
        <translation>现在恢复会丢失 %1的数据；所需时间从未测量，可通过演练测量。</translation>
    </message>
    <message>
        <source>A restore now loses %1 and takes about %2, %3.</source>
        <translation>现在恢复会丢失 %1的数据，约需 %2（%3）。</translation>
    </message>
    <message>
        <source>The manifest of a scheduled backup holds one CronJob and nothing else.</source>
        <translation>计划任务备份的清单只能含有一个 CronJob，不能有其他对象。</translation>
    </message>
    <message>
        <source>No CronJob can be set: the console is in read-only mode.</source>
        <translation>无法设置 CronJob：控制台处于只读模式。</translation>
    </message>
    <message>
        <source>Name the PersistentVolumeClaim that the dumps go to.</source>
        <translation>需写明存放转储的 PersistentVolumeClaim。</translation>
    </message>
    <message>
        <source>Name the Secret that holds the password, and its key.</source>
        <translation>需写明存放密码的 Secret 及其键。</translation>
    </message>
    <message>
        <source>What is remembered about %1 %2 cannot be read.</source>
        <translation>无法读取 %1 %2 的原状记录。</translation>
    </message>
    <message>
        <source>%1 to %2 replicas of %3</source>
        <translation>%3 的副本数 %1 到 %2</translation>
    </message>
    <message>
        <source>runs at %1</source>
        <translation>运行时间 %1</translation>
    </message>
    <message>
        <source>The cluster&apos;s answer about %1 cannot be read.</source>
        <translation>无法解析集群关于 %1 的应答。</translation>
    </message>
    <message>
        <source>%1 was changed, but does not stay so: somebody else sets it back.</source>
        <translation>%1 已修改，但没有保持：有人把它改了回去。</translation>
    </message>
    <message>
        <source>%1 cannot be paused: the console is in read-only mode.</source>
        <translation>无法暂停 %1：控制台处于只读模式。</translation>
    </message>
    <message>
        <source>The profile names no secret key for the copy %1.</source>
        <translation>连接配置中没有备份副本 %1 的访问密钥（secret key）。</translation>
    </message>
    <message>
        <source>Copy %1 to %2</source>
        <translation>把 %1 复制到 %2</translation>
    </message>
    <message>
        <source>The backup stays where it is. The copy is read back from the second place and compared before it counts.</source>
        <translation>备份留在原处。副本从第二个位置读回并核对之后才算数。</translation>
    </message>
    <message>
        <source>gets %1 (%2)</source>
        <translation>得到 %1（%2）</translation>
    </message>
    <message>
        <source>sidecar of %1</source>
        <translation>%1 的附属记录</translation>
    </message>
    <message>
        <source>is copied last and notes the copy here</source>
        <translation>最后复制，并在这里记下该副本</translation>
    </message>
    <message>
        <source>Nothing that looks like a whole copy: what was begun there is removed.</source>
        <translation>不留下看起来完整的副本：那里已开始的会删除。</translation>
    </message>
    <message>
        <source>Delete the copy there.</source>
        <translation>删除那里的副本。</translation>
    </message>
    <message>
        <source>%1 can be reached</source>
        <translation>可以连到 %1</translation>
    </message>
    <message>
        <source>The copy is not there yet</source>
        <translation>副本还不在那里</translation>
    </message>
    <message>
        <source>It is there: it is read back and compared, and replaced only if it differs.</source>
        <translation>已在那里：读回并核对，不同才替换。</translation>
    </message>
    <message>
        <source>%1 can be copied</source>
        <translation>%1 可以复制</translation>
    </message>
    <message>
        <source>%1 has room for it</source>
        <translation>%1 有足够空间</translation>
    </message>
    <message>
        <source>%1 are needed, %2 are free</source>
        <translation>需要 %1，剩余 %2</translation>
    </message>
    <message>
        <source>The journal does not name the backup and the place.</source>
        <translation>日志没有写明备份和位置。</translation>
    </message>
    <message>
        <source>%1 is in %2, read back and found equal (%3)</source>
        <translation>%1 在 %2，已读回并核对一致（%3）</translation>
    </message>
    <message>
        <source>%1 does not hold what was written: %2 came back different, so the copy was removed there.</source>
        <translation>%1 保存的与写入的不同：%2 读回不一致，那里的副本已删除。</translation>
    </message>
    <message>
        <source>%1 was copied to %2 but is not listed there as it should be.</source>
        <translation>%1 已复制到 %2，但那里的列表与应有的不符。</translation>
    </message>
    <message>
        <source>Copy it to %1</source>
        <translation>复制到 %1</translation>
    </message>
    <message>
        <source>The profile names no second place for backups; name one under backups.copies.</source>
        <translation>配置没有写明备份的其他位置；在 backups.copies 中写明。</translation>
    </message>
    <message>
        <source>The profile names no place %1 for copies; there are: %2.</source>
        <translation>配置中没有名为 %1 的副本位置；现有：%2。</translation>
    </message>
    <message>
        <source>%1 is not what its sidecar says it was when it was made; do not rely on it.</source>
        <translation>%1 与附属记录所记的制作时内容不符；不要依赖它。</translation>
    </message>
    <message>
        <source>Fetch %1 from %2</source>
        <translation>从 %2 取回 %1</translation>
    </message>
    <message>
        <source>The copy stays where it is; what comes here is compared with its sidecar before it counts.</source>
        <translation>副本留在原处；取回的与附属记录核对之后才算数。</translation>
    </message>
    <message>
        <source>gets %1 (%2) and its sidecar</source>
        <translation>得到 %1（%2）及其附属记录</translation>
    </message>
    <message>
        <source>gets %1 (%2); it has no sidecar to compare it with</source>
        <translation>得到 %1（%2）；没有附属记录可供核对</translation>
    </message>
    <message>
        <source>Delete the fetched file.</source>
        <translation>删除取回的文件。</translation>
    </message>
    <message>
        <source>%1 is in %2</source>
        <translation>%1 在 %2</translation>
    </message>
    <message>
        <source>The folder has room for it</source>
        <translation>目录有足够空间</translation>
    </message>
    <message>
        <source>Fetch it from %1</source>
        <translation>从 %1 取回</translation>
    </message>
    <message>
        <source>%1 in %2 is not what its sidecar says it was when it was made; do not rely on that copy.</source>
        <translation>%2 中的 %1 与附属记录所记的制作时内容不符；不要依赖该副本。</translation>
    </message>
    <message>
        <source>%1 became shorter while it was read.</source>
        <translation>%1 在读取过程中变短了。</translation>
    </message>
    <message>
        <source>Copying %1</source>
        <translation>正在复制 %1</translation>
    </message>
    <message>
        <source>Cannot use the folder %1 for copies (is it mounted?)</source>
        <translation>无法把目录 %1 用于副本（是否已挂载？）</translation>
    </message>
    <message>
        <source>%1 is no folder, so it cannot hold copies.</source>
        <translation>%1 不是目录，不能存放副本。</translation>
    </message>
    <message>
        <source>Reading %1 back</source>
        <translation>正在读回 %1</translation>
    </message>
    <message>
        <source>gets a copy, read back and compared; if that fails, the backup here is kept</source>
        <translation>得到一份副本，读回并核对；失败时保留这里的备份</translation>
    </message>
    <message>
        <source>While it dumps, nothing: the unfinished file is removed. While it copies, the backup here and the copies that are finished.</source>
        <translation>转储期间什么也不留：删除未完成的文件。复制期间留下这里的备份和已完成的副本。</translation>
    </message>
    <message>
        <source>%1 is made and kept in %2, but it was not copied to %3: %4</source>
        <translation>%1 已完成并保留在 %2，但没有复制到 %3：%4</translation>
    </message>
    <message>
        <source>The backup can be copied to %1</source>
        <translation>备份可以复制到 %1</translation>
    </message>
    <message>
        <source>%1 from %2, pod %3, as %4 (%5, process %6)</source>
        <translation>%1，来自 %2，Pod %3，用户 %4（%5，进程 %6）</translation>
    </message>
    <message>
        <source>The large objects are not those the backup holds: %1.</source>
        <translation>大对象与备份中的不一致：%1。</translation>
    </message>
    <message>
        <source>The server sent a large object in an unknown form.</source>
        <translation>服务器发来的大对象格式未知。</translation>
    </message>
    <message>
        <source>Comparing large objects</source>
        <translation>正在比对大对象</translation>
    </message>
    <message>
        <source>old copies in %1</source>
        <translation>%1 中的旧副本</translation>
    </message>
    <message>
        <source>go by the retention policy as well, once the new one is there</source>
        <translation>新副本就位后，也按保留策略删除</translation>
    </message>
    <message>
        <source>Remove copies that no rule keeps</source>
        <translation>删除没有规则要保留的副本</translation>
    </message>
    <message>
        <source>Nor was it copied to %1: %2</source>
        <translation>也未复制到 %1：%2</translation>
    </message>
    <message>
        <source>Old copies in %1 were not removed: %2</source>
        <translation>%1 中的旧副本未删除：%2</translation>
    </message>
    <message>
        <source>The backup is not here any more, and retention keeps it: %1</source>
        <translation>备份已不在这里，而保留策略要留下它：%1</translation>
    </message>
    <message>
        <source>copy of %1 in %2</source>
        <translation>%2 中 %1 的副本</translation>
    </message>
    <message>
        <source>copies in %1</source>
        <translation>%1 中的副本</translation>
    </message>
    <message>
        <source>cannot be looked at, so nothing goes there: %1</source>
        <translation>无法查看，因此那里不删除任何内容：%1</translation>
    </message>
    <message>
        <source>Remove copies in %1 that no rule keeps</source>
        <translation>删除 %1 中没有规则要保留的副本</translation>
    </message>
    <message>
        <source>Nothing was removed in %1: it could not be looked at when the plan was made. Run the removal again.</source>
        <translation>%1 中未删除任何内容：制定计划时无法查看它。可再运行一次删除。</translation>
    </message>
    <message>
        <source>%1 depends on what the restore brought, so nothing was dropped; drop or change it first.</source>
        <translation>%1 依赖于恢复带来的对象，因此未删除任何内容；应先删除或修改它。</translation>
    </message>
    <message>
        <source>Drop the tables and what came with them.</source>
        <translation>删除这些表以及随之而来的对象。</translation>
    </message>
    <message>
        <source>An earlier restore into %1 is still ending on the server; try again once it has.</source>
        <translation>服务器上先前向 %1 的恢复仍在收尾；待其结束后再试。</translation>
    </message>
    <message>
        <source>%1 things that the restore brought were dropped</source>
        <translation>已删除恢复带来的 %1 个对象</translation>
    </message>
    <message>
        <source>Would have fired: %1 (%2), from %3 to %4, %5</source>
        <translation>本会触发：%1（%2），从 %3 到 %4，%5</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be read as matchers of alerts such as %2.</source>
        <translation>“%1”无法解读为警报匹配器，正确写法如 %2。</translation>
    </message>
    <message>
        <source>The matchers %1 do not say what any label is, and nearly all alerts have none of them; add one such as %2.</source>
        <translation>匹配器 %1 没有说明任何标签必须是什么，几乎所有警报都没有这些标签；应再加一个，如 %2。</translation>
    </message>
    <message>
        <source>Read from Alertmanager at the end; what was over by then is not known, as the profile names no Prometheus</source>
        <translation>结束时从 Alertmanager 读取；配置中没有 Prometheus，此前已结束的警报不得而知</translation>
    </message>
    <message>
        <source>Read from Alertmanager at the end; what was over by then is not known: %1</source>
        <translation>结束时从 Alertmanager 读取；此前已结束的警报不得而知：%1</translation>
    </message>
    <message>
        <source>Read from Alertmanager and, for the %1 of the silence, from Prometheus</source>
        <translation>从 Alertmanager 读取，静默的 %1 内则从 Prometheus 读取</translation>
    </message>
    <message>
        <source>Alertmanager knows of no silence &quot;%1&quot;.</source>
        <translation>Alertmanager 中没有静默“%1”。</translation>
    </message>
    <message>
        <source>The backup is in the encoding %1, which is not known here; restore the table into another database to read it.</source>
        <translation>备份的编码是 %1，这里不支持；把该表恢复到另一个数据库再读取。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; names no table: write it as schema.table, or quoted as in SQL: &quot;my.schema&quot;.&quot;my.table&quot;.</source>
        <translation>“%1”不是表名：写成 schema.table，或像 SQL 中那样加引号：&quot;my.schema&quot;.&quot;my.table&quot;。</translation>
    </message>
    <message>
        <source>%1 may mean several tables of the backup; write one of them: %2.</source>
        <translation>%1 可能指备份中的多张表；写明其中之一：%2。</translation>
    </message>
    <message>
        <source>%1 is no backup that can be verified here, but %2.</source>
        <translation>%1 不是这里能校验的备份，而是 %2。</translation>
    </message>
    <message>
        <source>A link to a file that cannot be reached now; see whether its share is mounted. It is kept.</source>
        <translation>指向一个现在无法访问的文件的链接；查看其所在的共享是否已挂载。它会保留。</translation>
    </message>
    <message>
        <source>Its sidecar cannot be read or was changed since it was written, so nobody knows what the dump should hold. Bring the sidecar back, or move it away and adopt the dump.</source>
        <translation>附属记录无法读取，或在写入之后被修改，因此无法得知转储应含什么。找回附属记录，或将其移走并收编此转储。</translation>
    </message>
    <message>
        <source>%1 holds another backup called %2, of %3; it is left alone. Give the two profiles places of their own.</source>
        <translation>%1 中有另一个名为 %2 的备份，属于 %3；不触碰它。为两个连接配置分别指定各自的位置。</translation>
    </message>
    <message>
        <source>%1 was sent to %2 but could not be read back, so it counts as no copy: %3</source>
        <translation>%1 已发送到 %2，但无法读回，因此不算副本：%3</translation>
    </message>
    <message>
        <source>%1 is not in the region %2; name the right one in the profile: %3</source>
        <translation>%1 不在区域 %2；在配置中写明正确的区域：%3</translation>
    </message>
    <message>
        <source>%1 is not in the region %2 but in %3; name that in the profile: %4</source>
        <translation>%1 不在区域 %2，而在 %3；在配置中写明后者：%4</translation>
    </message>
    <message>
        <source>%1 refused the signature: the secret key is not the one of %2. %3</source>
        <translation>%1 拒绝了签名：密钥不是 %2 的。%3</translation>
    </message>
    <message>
        <source>%1 knows no access key %2. %3</source>
        <translation>%1 不认识访问密钥 %2。%3</translation>
    </message>
    <message>
        <source>%1 refused the request because the clock here differs from its own. %2</source>
        <translation>%1 拒绝了请求：本机时钟与它的不一致。%2</translation>
    </message>
    <message>
        <source>There is no bucket %1. %2</source>
        <translation>没有桶 %1。%2</translation>
    </message>
    <message>
        <source>%1 did not arrive at %2 as it was sent. %3</source>
        <translation>%1 到达 %2 时与发送的不一致。%3</translation>
    </message>
    <message>
        <source>There is no %1 in %2. %3</source>
        <translation>%2 中没有 %1。%3</translation>
    </message>
    <message>
        <source>The access key %1 may not do this with %2; it needs the right %3. %4</source>
        <translation>访问密钥 %1 无权对 %2 这样做；需要权限 %3。%4</translation>
    </message>
    <message>
        <source>%1 answered with HTTP status %2. %3</source>
        <translation>%1 应答 HTTP 状态 %2。%3</translation>
    </message>
    <message>
        <source>What interrupted uploads may have left in %1 was not looked for: %2</source>
        <translation>没有查找中断的上传可能留在 %1 中的内容：%2</translation>
    </message>
    <message>
        <source>Rows of %1 lie in other partitions than in the backup, as every load places them anew; the table as a whole holds what the backup holds.</source>
        <translation>%1 的行所在的分区与备份中不同，因为每次装载都会重新分配；整张表的内容与备份一致。</translation>
    </message>
    <message>
        <source>Rows of %1 lie in other partitions than in the backup; the table as a whole has as many rows as the backup, and as its partitions order their columns differently, that is all that can be compared.</source>
        <translation>%1 的行所在的分区与备份中不同；整张表的行数与备份相同，而各分区的列顺序不同，因此只能比对到这一步。</translation>
    </message>
    <message>
        <source>Of %1 tables with floating-point numbers only the rows were counted: servers before PostgreSQL 12 write such numbers in another way.</source>
        <translation>含浮点数的 %1 张表只统计了行数：PostgreSQL 12 之前的服务器对这类数的写法不同。</translation>
    </message>
    <message>
        <source>What %1 holds is known</source>
        <translation>%1 的内容已知</translation>
    </message>
    <message>
        <source>%1 may only be read, so the result is noted in %2</source>
        <translation>%1 只能读取，因此结果记录在 %2</translation>
    </message>
    <message>
        <source>Version %1.%2 of the archive format is newer than what is known here: pg_restore of the PostgreSQL that wrote it (18 or newer) reads it, from its package postgresql-client.</source>
        <translation>归档格式版本 %1.%2 比这里支持的新：写出它的 PostgreSQL（18 或更新版本）的 pg_restore 可以读取，该程序在其软件包 postgresql-client 中。</translation>
    </message>
    <message>
        <source>Version %1.%2 of the archive format is older than what is known here: pg_restore of the package postgresql-client reads it.</source>
        <translation>归档格式版本 %1.%2 比这里支持的旧：软件包 postgresql-client 的 pg_restore 可以读取。</translation>
    </message>
    <message>
        <source>Archives of the format number %1 are not known here; pg_restore of the package postgresql-client may read it.</source>
        <translation>不支持格式编号为 %1 的归档；软件包 postgresql-client 的 pg_restore 也许能读取。</translation>
    </message>
    <message>
        <source>Its data is compressed by LZ4, which is not known here: pg_restore 16 or newer of the package postgresql-client-16 reads it.</source>
        <translation>其数据用 LZ4 压缩，这里不支持：软件包 postgresql-client-16 的 pg_restore 16 或更新版本可以读取。</translation>
    </message>
    <message>
        <source>Compression number %1 of the archive format is not known here; pg_restore of the PostgreSQL that wrote it reads it.</source>
        <translation>不支持归档格式的压缩编号 %1；写出它的 PostgreSQL 的 pg_restore 可以读取。</translation>
    </message>
    <message>
        <source>The identity file %1 is empty; put the secret key there that age-keygen made (AGE-SECRET-KEY-...).</source>
        <translation>身份文件 %1 是空的；需放入 age-keygen 生成的私钥（AGE-SECRET-KEY-...）。</translation>
    </message>
    <message>
        <source>The identity file %1 holds a public key only, which reads nothing; put the secret key there that belongs to it (AGE-SECRET-KEY-...).</source>
        <translation>身份文件 %1 中只有公钥，不能用于读取；需放入与之对应的私钥（AGE-SECRET-KEY-...）。</translation>
    </message>
    <message>
        <source>The identity file %1 holds no secret key of age; put the one there that age-keygen made (AGE-SECRET-KEY-...).</source>
        <translation>身份文件 %1 中没有 age 的私钥；需放入 age-keygen 生成的私钥（AGE-SECRET-KEY-...）。</translation>
    </message>
    <message>
        <source>The secret key in the identity file cannot be used, so the backup was not read: %1</source>
        <translation>身份文件中的私钥无法使用，因此没有读取备份：%1</translation>
    </message>
    <message>
        <source>The identity file is locked with a passphrase, and nothing here asks for one; give an unlocked one.</source>
        <translation>身份文件受口令保护，而这里不会询问口令；需给出未加口令的身份文件。</translation>
    </message>
    <message>
        <source>There is a backup %1 already.</source>
        <translation>已有备份 %1。</translation>
    </message>
    <message>
        <source>The unfinished backup %1 is gone.</source>
        <translation>未完成的备份 %1 已不存在。</translation>
    </message>
    <message>
        <source>%1 was removed or replaced by another program while it was written.</source>
        <translation>%1 在写入期间被另一个程序删除或替换。</translation>
    </message>
    <message>
        <source>There is no database %1 on %2:%3.</source>
        <translation>%2:%3 上没有数据库 %1。</translation>
    </message>
    <message>
        <source>%1 is dated %2, which is in the future: the clock here or on the server was wrong, so its age is not known.</source>
        <translation>%1 的日期是 %2，在未来：本机或服务器的时钟有误，因此时长未知。</translation>
    </message>
    <message>
        <source>The last drill, of %1 at %2, failed: %3</source>
        <translation>最近一次演练（%2，用 %1）失败：%3</translation>
    </message>
    <message>
        <source>Its record cannot be relied on, so nobody knows what would go.</source>
        <translation>其记录不可依赖，因此无法得知会失去什么。</translation>
    </message>
    <message>
        <source>It is a link to a place that cannot be reached now.</source>
        <translation>它是链接，指向的位置现在无法访问。</translation>
    </message>
    <message>
        <source>It is of %1; this profile&apos;s policy is not for it.</source>
        <translation>它属于 %1；此连接配置的策略不适用于它。</translation>
    </message>
    <message>
        <source>Nobody recorded whose it is, so it is left alone.</source>
        <translation>没有记录它属于谁，因此不触碰。</translation>
    </message>
    <message>
        <source>There is no usable backup of %1 in %2; make one first.</source>
        <translation>%2 中没有 %1 的可用备份；请先做一个备份。</translation>
    </message>
    <message>
        <source>There is no usable backup of %1 in %2, but %3 of other databases or servers; the newest of them is %4 of %5. LATEST never means those: give the name.</source>
        <translation>%2 中没有 %1 的可用备份，但有 %3 个属于其他数据库或服务器的备份；其中最新的是 %5 的 %4。LATEST 从不指这些备份：需给出名称。</translation>
    </message>
    <message>
        <source>%1 is a backup of %2</source>
        <translation>%1 是 %2 的备份</translation>
    </message>
    <message>
        <source>The server&apos;s identifier is the same, but it was made at %1: if that is a clone of this server, its data is not this one&apos;s.</source>
        <translation>服务器的标识符相同，但备份是在 %1 制作的：如果那是此服务器的克隆，其数据就不是此服务器的。</translation>
    </message>
    <message>
        <source>by the host and database in its record</source>
        <translation>依据其记录中的主机和数据库</translation>
    </message>
    <message>
        <source>by the server&apos;s identifier and the database in its record</source>
        <translation>依据服务器的标识符和其记录中的数据库</translation>
    </message>
    <message>
        <source>By the database&apos;s name alone: nobody recorded its server.</source>
        <translation>仅依据数据库的名称：没有记录它的服务器。</translation>
    </message>
    <message>
        <source>Nobody recorded of which database and server it is.</source>
        <translation>没有记录它属于哪个数据库和服务器。</translation>
    </message>
    <message>
        <source>It is of %1, and was accepted by name.</source>
        <translation>它属于 %1，已按名称接受。</translation>
    </message>
    <message>
        <source>It is of %1, another database or server. If that is what you want, accept it by its name: --foreign &quot;%2&quot;.</source>
        <translation>它属于 %1，即另一个数据库或服务器。如果确实要用它，按其名称接受：--foreign &quot;%2&quot;。</translation>
    </message>
    <message>
        <source>%1 did not come back: %2</source>
        <translation>%1 未能恢复：%2</translation>
    </message>
    <message>
        <source>The owner of %1</source>
        <translation>%1 的属主</translation>
    </message>
    <message>
        <source>The policy %1</source>
        <translation>策略 %1</translation>
    </message>
    <message>
        <source>The security label of %1</source>
        <translation>%1 的安全标签</translation>
    </message>
    <message>
        <source>A right on %1</source>
        <translation>%1 上的一项权限</translation>
    </message>
    <message>
        <source>The content of %1</source>
        <translation>%1 的内容</translation>
    </message>
    <message>
        <source>%1 is no member of %2 and no superuser: what that role owned belongs to %1 (%3).</source>
        <translation>%1 不是 %2 的成员，也不是超级用户：原属于该角色的对象归 %1 所有（%3）。</translation>
    </message>
    <message>
        <source>%1 may not act for %2: rights that this role gave are left out on %3.</source>
        <translation>%1 不能代表 %2：在 %3 上略去该角色授予的权限。</translation>
    </message>
    <message>
        <source>%1 security labels come back only if this server has their providers loaded.</source>
        <translation>%1 个安全标签只有在此服务器加载了其提供者时才会恢复。</translation>
    </message>
    <message>
        <source>The setting %1</source>
        <translation>设置 %1</translation>
    </message>
    <message>
        <source>The right %1 of %2</source>
        <translation>%2 的权限 %1</translation>
    </message>
    <message>
        <source>The comment</source>
        <translation>注释</translation>
    </message>
    <message>
        <source>%1 of the slot %2</source>
        <translation>复制槽 %2 的 %1</translation>
    </message>
    <message>
        <source>%1 of the server (process %2)</source>
        <translation>服务器的 %1（进程 %2）</translation>
    </message>
    <message>
        <source>Nothing outside the backup depends on what is replaced</source>
        <translation>备份之外没有对象依赖将被替换的内容</translation>
    </message>
    <message>
        <source>The %1 %2 is not in the backup and depends on the %3 %4, which is dropped and made again; drop it first, or restore beside the live database.</source>
        <translation>%1 %2 不在备份中，却依赖将被删除并重建的 %3 %4；请先删除它，或改用在旁恢复。</translation>
    </message>
    <message>
        <source>no view, function or table that is not in the backup</source>
        <translation>没有备份之外的视图、函数或表</translation>
    </message>
    <message>
        <source>logical slot %1</source>
        <translation>逻辑复制槽 %1</translation>
    </message>
    <message>
        <source>is dropped with the database; its consumer cannot go on</source>
        <translation>随数据库一起删除；其消费者无法继续</translation>
    </message>
    <message>
        <source>subscription %1</source>
        <translation>订阅 %1</translation>
    </message>
    <message>
        <source>is dropped with the database</source>
        <translation>随数据库一起删除</translation>
    </message>
    <message>
        <source>is cut from its slot %1 and dropped with the database; the slot stays on the publisher (%2), which keeps its log until the slot is dropped there or used again</source>
        <translation>与其复制槽 %1 断开，并随数据库一起删除；该槽留在发布端（%2），在那里删除该槽或再次使用它之前，发布端一直保留日志</translation>
    </message>
    <message>
        <source>The database %1 is there</source>
        <translation>数据库 %1 存在</translation>
    </message>
    <message>
        <source>The server has no database of this name; it is made anew.</source>
        <translation>服务器上没有这个名称的数据库；将重新建立。</translation>
    </message>
    <message>
        <source>Making the role %1</source>
        <translation>正在创建角色 %1</translation>
    </message>
    <message>
        <source>Roles were made without login and password: %1; give them what the application needs</source>
        <translation>创建的角色没有登录权限和密码：%1；需授予它们应用所需的内容</translation>
    </message>
    <message>
        <source>The role %1 that was made stays: %2</source>
        <translation>创建的角色 %1 保留：%2</translation>
    </message>
    <message>
        <source>The backup is an older one that does not tell its owner, locale, settings and grants: it gets the server&apos;s defaults and belongs to %1; set them afterwards.</source>
        <translation>备份较旧，没有写明其属主、区域设置、设置和授权：数据库采用服务器的默认值，归 %1 所有；之后再设置。</translation>
    </message>
    <message>
        <source>The database itself is the same again</source>
        <translation>数据库本身恢复原样</translation>
    </message>
    <message>
        <source>Its owner %1 cannot be given to it by %2, which is no member of that role: it belongs to %2; connect as a superuser to keep the owner.</source>
        <translation>%2 不是其属主 %1 的成员，不能把数据库交给该角色：它归 %2 所有；要保留属主，需以超级用户连接。</translation>
    </message>
    <message>
        <source>Its owner %1 is not on this server: it belongs to %2; create the role first to keep the owner.</source>
        <translation>此服务器上没有其属主 %1：它归 %2 所有；要保留属主，需先创建该角色。</translation>
    </message>
    <message>
        <source>It sorts by the locale %1 of %2, which this PostgreSQL %3 does not have: everything that is sorted would change; restore into a server that has it.</source>
        <translation>它按 %2 的区域设置 %1 排序，而此 PostgreSQL %3 没有该区域设置：所有经过排序的内容都会改变；需恢复到有该区域设置的服务器。</translation>
    </message>
    <message>
        <source>Its tablespace %1 is not on this server, or %2 may not use it: it goes into the default one.</source>
        <translation>此服务器上没有其表空间 %1，或 %2 无权使用：放入默认表空间。</translation>
    </message>
    <message>
        <source>Settings for roles that are not on this server stay behind: %1.</source>
        <translation>不恢复针对此服务器上没有的角色的设置：%1。</translation>
    </message>
    <message>
        <source>Settings that only a superuser may give to a database stay behind, as %1 is none: %2. Connect as a superuser, or set them afterwards.</source>
        <translation>不恢复只有超级用户才能赋予数据库的设置，因为 %1 不是超级用户：%2。需以超级用户连接，或之后再设置。</translation>
    </message>
    <message>
        <source>Settings for roles that %1 may not change stay behind: %2.</source>
        <translation>不恢复 %1 无权更改的角色的设置：%2。</translation>
    </message>
    <message>
        <source>Rights on the database of or by roles that are not on this server are left out: %1.</source>
        <translation>略去由此服务器上没有的角色拥有或授予的数据库权限：%1。</translation>
    </message>
    <message>
        <source>Rights that other roles gave are left out, as %1 may not act for them: %2.</source>
        <translation>略去其他角色授予的权限，因为 %1 不能代表这些角色：%2。</translation>
    </message>
    <message>
        <source>Rights given by roles that would have no right to give them are left out: %1.</source>
        <translation>略去由届时无权授予的角色所授予的权限：%1。</translation>
    </message>
    <message>
        <source>Its security labels come back only if this server has their providers loaded: %1.</source>
        <translation>其安全标签只有在此服务器加载了其提供者时才会恢复：%1。</translation>
    </message>
    <message>
        <source>The database&apos;s %1 is &quot;%2&quot; and should be &quot;%3&quot;.</source>
        <translation>数据库的 %1 是“%2”，应为“%3”。</translation>
    </message>
    <message>
        <source>The rights on the database are not as they should be.</source>
        <translation>数据库上的权限与应有的不一致。</translation>
    </message>
    <message>
        <source>The settings of the database are not as they should be.</source>
        <translation>数据库的设置与应有的不一致。</translation>
    </message>
    <message>
        <source>The security labels of the database are not as they should be.</source>
        <translation>数据库的安全标签与应有的不一致。</translation>
    </message>
    <message>
        <source>Make the database if it is gone</source>
        <translation>数据库不存在时重新建立</translation>
    </message>
    <message>
        <source>Give the database what belongs to it</source>
        <translation>把数据库应有的属性赋予它</translation>
    </message>
    <message>
        <source>&apos;%1&apos; of %2, %3 old</source>
        <translation>&apos;%1&apos;（属于 %2，%3前）</translation>
    </message>
    <message>
        <source>The journal&apos;s list of subscriptions cannot be read.</source>
        <translation>无法读取操作日志中的订阅清单。</translation>
    </message>
    <message>
        <source>%1 prepared transactions hold the database %2: %3. Commit or roll back each of them first (COMMIT PREPARED, ROLLBACK PREPARED).</source>
        <translation>%1 个预备事务占用数据库 %2：%3。需先逐一提交或回滚（COMMIT PREPARED、ROLLBACK PREPARED）。</translation>
    </message>
    <message>
        <source>stays: its consumers see the restore as changes, every restored row as a new one</source>
        <translation>保留：其消费者会把恢复看作变更，恢复的每一行都是新行</translation>
    </message>
    <message>
        <source>stays with the database that is set aside and so never sees what is written from then on; its consumers must be set up anew on the live one, and until the slot is dropped the server keeps the log for it</source>
        <translation>留在换下的数据库中，因此看不到此后写入的内容；其消费者必须在线上数据库中重新设置，在删除该槽之前，服务器一直为它保留日志</translation>
    </message>
    <message>
        <source>logical slot %1 (%2, %3)</source>
        <translation>逻辑复制槽 %1（%2，%3）</translation>
    </message>
    <message>
        <source>being read</source>
        <translation>正在被读取</translation>
    </message>
    <message>
        <source>nobody reads it</source>
        <translation>无人读取</translation>
    </message>
    <message>
        <source>publication %1</source>
        <translation>发布 %1</translation>
    </message>
    <message>
        <source>is as in the backup afterwards, if it is in it; else it stays</source>
        <translation>备份中有的，之后与备份中一致；没有的，保持原样</translation>
    </message>
    <message>
        <source>stays with the database that is set aside; the live one has those of the backup afterwards, and their subscribers need new slots</source>
        <translation>留在换下的数据库中；之后线上数据库中是备份中的发布，其订阅端需要新的复制槽</translation>
    </message>
    <message>
        <source>publication %1 of the backup</source>
        <translation>备份中的发布 %1</translation>
    </message>
    <message>
        <source>comes back, without slots: those are of the server</source>
        <translation>会恢复，但不带复制槽：复制槽属于服务器</translation>
    </message>
    <message>
        <source>subscription %1 of the backup</source>
        <translation>备份中的订阅 %1</translation>
    </message>
    <message>
        <source>comes back disabled and without a slot, so that nothing here can touch the slot of the original</source>
        <translation>恢复后停用且没有复制槽，因此这里的任何操作都不会触及原订阅的复制槽</translation>
    </message>
    <message>
        <source>logical slot %1 of %2</source>
        <translation>%2 的逻辑复制槽 %1</translation>
    </message>
    <message>
        <source>is of the live database again; its consumers can go on</source>
        <translation>重新属于线上数据库；其消费者可以继续</translation>
    </message>
    <message>
        <source>subscription %1 of %2</source>
        <translation>%2 的订阅 %1</translation>
    </message>
    <message>
        <source>is of the live database again</source>
        <translation>重新属于线上数据库</translation>
    </message>
    <message>
        <source>is of the live database again and stays disabled: ALTER SUBSCRIPTION .. ENABLE goes on where it stood (slot %1)</source>
        <translation>重新属于线上数据库，并保持停用：ALTER SUBSCRIPTION .. ENABLE 从原来的位置继续（复制槽 %1）</translation>
    </message>
    <message>
        <source>No prepared transaction holds %1</source>
        <translation>没有预备事务占用 %1</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>No consumer of changes and no worker of the server stays in %1</source>
        <translation>没有变更的消费者和服务器的工作进程留在 %1 中</translation>
    </message>
    <message>
        <source>none is connected</source>
        <translation>没有连接</translation>
    </message>
    <message>
        <source>%1. They are ended before the data is replaced.</source>
        <translation>%1。它们会在替换数据之前被结束。</translation>
    </message>
    <message>
        <source>%1. They do not end with the application; stop them, or have sessions ended (--end-sessions).</source>
        <translation>%1。它们不会随应用结束；需停止它们，或选择结束会话（--end-sessions）。</translation>
    </message>
    <message>
        <source>%1 may stop the subscriptions of %2</source>
        <translation>%1 可以停止 %2 的订阅</translation>
    </message>
    <message>
        <source>%1 is disabled before the data is replaced</source>
        <translation>%1 会在替换数据之前停用</translation>
    </message>
    <message>
        <source>%1 belongs to %2: connect as that role or disable it first.</source>
        <translation>%1 属于 %2：以该角色连接，或先停用它。</translation>
    </message>
    <message>
        <source>No logical slot goes with %1</source>
        <translation>没有逻辑复制槽随 %1 一起删除</translation>
    </message>
    <message>
        <source>%1 is being read: the database cannot be dropped. Stop the consumer first.</source>
        <translation>%1 正在被读取：不能删除该数据库。需先停止消费者。</translation>
    </message>
    <message>
        <source>%1 is dropped with it, as was asked for</source>
        <translation>%1 会按要求随它一起删除</translation>
    </message>
    <message>
        <source>The application comes back although not everything could be taken back; what it writes from now on is lost if the data is taken back later</source>
        <translation>应用会恢复运行，尽管未能全部撤回；如果以后再撤回数据，应用从现在起写入的内容会丢失</translation>
    </message>
    <message>
        <source>The server takes writes</source>
        <translation>服务器接受写入</translation>
    </message>
    <message>
        <source>it is a primary</source>
        <translation>是主库</translation>
    </message>
    <message>
        <source>dumped from %1, restored into %2: what only the newer version knows would end the restore; try it with a drill first</source>
        <translation>转储自 %1，恢复到 %2：只有较新版本才支持的内容会使恢复中止；先用演练试一次</translation>
    </message>
    <message>
        <source>Only a superuser may make them, and %1 is none: %2. Connect as a superuser for the restore.</source>
        <translation>只有超级用户可以创建它们，而 %1 不是：%2。恢复时需以超级用户连接。</translation>
    </message>
    <message>
        <source>The server has loaded %1</source>
        <translation>服务器已加载 %1</translation>
    </message>
    <message>
        <source>The extension %1 can be made only where shared_preload_libraries names it; add it to postgresql.conf and restart the server.</source>
        <translation>只有在 shared_preload_libraries 中写明扩展 %1，才能创建它；需将其加入 postgresql.conf 并重启服务器。</translation>
    </message>
    <message>
        <source>pg_cron can be made in %1</source>
        <translation>可以在 %1 中创建 pg_cron</translation>
    </message>
    <message>
        <source>The server lets pg_cron be in the database %1 only (cron.database_name); restore in place, or leave it out of the backup.</source>
        <translation>服务器只允许 pg_cron 位于数据库 %1（cron.database_name）；需就地恢复，或在备份中不含它。</translation>
    </message>
    <message>
        <source>%1 may make everything that the backup holds</source>
        <translation>%1 可以创建备份中的所有对象</translation>
    </message>
    <message>
        <source>Only a superuser may make: %1. Connect as a superuser for the restore.</source>
        <translation>只有超级用户可以创建：%1。恢复时需以超级用户连接。</translation>
    </message>
    <message>
        <source>%1 may drop what is replaced</source>
        <translation>%1 可以删除要替换的内容</translation>
    </message>
    <message>
        <source>It belongs to roles that %1 is no member of: %2. Connect as a superuser, or restore beside.</source>
        <translation>它属于这些角色，而 %1 不是其成员：%2。需以超级用户连接，或改为恢复到旁路数据库。</translation>
    </message>
    <message>
        <source>The server has the tablespaces of the backup</source>
        <translation>服务器上有备份所需的表空间</translation>
    </message>
    <message>
        <source>They are not there, or %1 may not use them: %2. Everything goes into the database&apos;s own.</source>
        <translation>不存在，或 %1 无权使用：%2。全部放入数据库自己的表空间。</translation>
    </message>
    <message>
        <source>The server has free connections</source>
        <translation>服务器有空闲连接</translation>
    </message>
    <message>
        <source>%1 are free for %2 and %3 are needed; end sessions, or lower the number of jobs in the profile.</source>
        <translation>%2 有 %1 个空闲连接，需要 %3 个；需结束一些会话，或在连接配置中减少 jobs 的数量。</translation>
    </message>
    <message>
        <source>%1 may make the roles that are missing</source>
        <translation>%1 可以创建缺少的角色</translation>
    </message>
    <message>
        <source>none is missing</source>
        <translation>不缺少</translation>
    </message>
    <message>
        <source>%1 has no right to make roles (CREATEROLE), and missing are: %2.</source>
        <translation>%1 没有创建角色的权限（CREATEROLE），而缺少：%2。</translation>
    </message>
    <message>
        <source>without login: %1</source>
        <translation>不能登录：%1</translation>
    </message>
    <message>
        <source>They are not restored here: everything will belong to %1, and nobody else has rights on it.</source>
        <translation>这里不恢复它们：所有对象将归 %1 所有，其他角色都没有权限。</translation>
    </message>
    <message>
        <source>owner, locale, settings and rights of the live one</source>
        <translation>线上数据库的属主、区域设置、设置和权限</translation>
    </message>
    <message>
        <source>owner, locale, settings and rights by the backup&apos;s record</source>
        <translation>备份的记录中的属主、区域设置、设置和权限</translation>
    </message>
    <message>
        <source>There was no database, so there is nothing to dump</source>
        <translation>原先没有数据库，因此没有可转储的内容</translation>
    </message>
    <message>
        <source>Look at the data before you rely on it: %1 %2</source>
        <translation>依赖这些数据之前先查看：%1 %2</translation>
    </message>
    <message>
        <source>Rows of %1 lie in other partitions than in the backup, as every load places them anew; the table as a whole has as many rows as the backup.</source>
        <translation>%1 的行所在的分区与备份中不同，因为每次装载都会重新分配；整张表的行数与备份相同。</translation>
    </message>
    <message>
        <source>The subscription %1 stays disabled and keeps its slot on the publisher; the plan says how to go on</source>
        <translation>订阅 %1 保持停用，并保留其在发布端的复制槽；如何继续见计划</translation>
    </message>
    <message>
        <source>that are still there when the application is gone are ended; nobody is let in until the databases have changed places</source>
        <translation>应用停止后仍在的会被结束；在数据库交换完成之前，不允许任何连接</translation>
    </message>
    <message>
        <source>that are still there when the application is gone are ended; only superusers are let in until the data is replaced</source>
        <translation>应用停止后仍在的会被结束；在数据替换完成之前，只允许超级用户连接</translation>
    </message>
    <message>
        <source>is not on the server: it is made from %1, as the backup&apos;s record describes it</source>
        <translation>不在服务器上：由 %1 建立，依据备份的记录中的描述</translation>
    </message>
    <message>
        <source>The database is there again with the data of %1.</source>
        <translation>数据库重新存在，内容是 %1 的数据。</translation>
    </message>
    <message>
        <source>The subscription %1 is disabled</source>
        <translation>订阅 %1 已停用</translation>
    </message>
    <message>
        <source>The subscription %1 is enabled again</source>
        <translation>订阅 %1 已重新启用</translation>
    </message>
    <message>
        <source>Who connects again cannot be kept out of %1: only a superuser could still come in himself</source>
        <translation>无法阻止重新连接 %1 的会话：若阻止，只有超级用户自己还能连接</translation>
    </message>
    <message>
        <source>%1 is there again</source>
        <translation>%1 已重新存在</translation>
    </message>
    <message>
        <source>The subscription %1 stays disabled in %2 and keeps its slot on the publisher; the plan says how to go on</source>
        <translation>订阅 %1 在 %2 中保持停用，并保留其在发布端的复制槽；如何继续见计划</translation>
    </message>
    <message>
        <source>What the application wrote meanwhile stays in the database %1</source>
        <translation>应用在此期间写入的内容留在数据库 %1 中</translation>
    </message>
    <message>
        <source>There is no database %1 again, as before</source>
        <translation>数据库 %1 又不存在了，与之前相同</translation>
    </message>
    <message>
        <source>How long the restore took could not be noted: %1</source>
        <translation>无法记录恢复用时：%1</translation>
    </message>
    <message>
        <source>%1 cannot be dropped: the logical slots %2 are being read. Stop their consumers first.</source>
        <translation>不能删除 %1：逻辑复制槽 %2 正在被读取。需先停止其消费者。</translation>
    </message>
    <message>
        <source>Waiting for what does not answer at the moment: %1</source>
        <translation>正在等待目前没有应答的部件：%1</translation>
    </message>
    <message>
        <source>The server has the locale %1 (%2)</source>
        <translation>服务器有区域设置 %1（%2）</translation>
    </message>
    <message>
        <source>amounts of money in the backup are written that way</source>
        <translation>备份中的货币金额按此写法</translation>
    </message>
    <message>
        <source>Amounts of money in the backup are written that way and could be misread otherwise; install the locale on the database server: %1</source>
        <translation>备份中的货币金额按此写法，否则可能被误读；需在数据库服务器上安装该区域设置：%1</translation>
    </message>
    <message>
        <source>%1 asks for a password and the profile gives none (PGPASSWORD is not read by itself); add a password reference to the profile, such as &quot;password: env:PGPASSWORD&quot;, &quot;password: file:PATH&quot; or &quot;password: pgpass&quot;.</source>
        <translation>%1 要求密码，而连接配置中没有（不会自动读取 PGPASSWORD）；请在连接配置中添加密码引用，例如“password: env:PGPASSWORD”“password: file:PATH”或“password: pgpass”。</translation>
    </message>
    <message>
        <source>The password for %1 in the pass file %2 is wrong; correct its line there.</source>
        <translation>密码文件 %2 中 %1 的密码错误；请更正其中对应的行。</translation>
    </message>
    <message>
        <source>%1 asks for a password and the profile names the pass file (pgpass), but %2 cannot be read: %3.</source>
        <translation>%1 要求密码，连接配置指定了密码文件（pgpass），但无法读取 %2：%3。</translation>
    </message>
    <message>
        <source>%1 asks for a password and the profile names the pass file (pgpass), but %2 is not a file.</source>
        <translation>%1 要求密码，连接配置指定了密码文件（pgpass），但 %2 不是文件。</translation>
    </message>
    <message>
        <source>%1 asks for a password and the profile names the pass file (pgpass), but others have rights on %2, so it is not used; take them away with: chmod 600 %2</source>
        <translation>%1 要求密码，连接配置指定了密码文件（pgpass），但其他用户对 %2 有权限，因此不使用；请执行 chmod 600 %2 收回。</translation>
    </message>
    <message>
        <source>%1 asks for a password and the pass file %2 has no line for it; add one: %3:%4:%5:%6:PASSWORD</source>
        <translation>%1 要求密码，而密码文件 %2 中没有对应的行；请添加一行：%3:%4:%5:%6:PASSWORD</translation>
    </message>
    <message>
        <source>of %1, slot %2: is disabled and keeps its slot; ALTER SUBSCRIPTION .. ENABLE and .. REFRESH PUBLICATION WITH (copy_data = false) go on where it stood, which the restored data may not fit</source>
        <translation>来自 %1，复制槽 %2：被停用并保留其复制槽；ALTER SUBSCRIPTION .. ENABLE 和 .. REFRESH PUBLICATION WITH (copy_data = false) 会从停下的地方继续，可能与恢复的数据不符</translation>
    </message>
    <message>
        <source>of %1, slot %2: is disabled, keeps its slot and stays with the database that is set aside. To go on in the live one: there SET (slot_name = NONE), in the live one SET (slot_name = &apos;%2&apos;), ENABLE and REFRESH PUBLICATION WITH (copy_data = false), which sends nothing again that was sent before; or drop it and make it anew with copy_data</source>
        <translation>来自 %1，复制槽 %2：被停用，保留其复制槽，留在换下的数据库中。要在线上数据库继续：在换下的库中 SET (slot_name = NONE)，在线上库中 SET (slot_name = &apos;%2&apos;)、ENABLE 并 REFRESH PUBLICATION WITH (copy_data = false)，此前已发送的不会再发送；或者删除它并以 copy_data 重新创建</translation>
    </message>
    <message>
        <source>The subscription %1 does not know the tables again: run ALTER SUBSCRIPTION .. REFRESH PUBLICATION WITH (copy_data = false) (%2)</source>
        <translation>订阅 %1 不再认得这些表：请执行 ALTER SUBSCRIPTION .. REFRESH PUBLICATION WITH (copy_data = false)（%2）</translation>
    </message>
    <message>
        <source>The logical slot %1 would be dropped with %2: drop it yourself, or allow that (the menu of kept databases, or --drop-slots).</source>
        <translation>逻辑复制槽 %1 会随 %2 一起被删除：请自己删除它，或者允许这样做（保留数据库的菜单，或 --drop-slots）。</translation>
    </message>
    <message>
        <source>The server would drop %1 with it, and its consumer could not go on: drop the slot yourself (pg_drop_replication_slot), or allow that (the menu of kept databases, or --drop-slots).</source>
        <translation>服务器会连同 %1 一起删除，其使用者将无法继续：请自己删除复制槽（pg_drop_replication_slot），或者允许这样做（保留数据库的菜单，或 --drop-slots）。</translation>
    </message>
    <message>
        <source>The rows of %1 were not taken</source>
        <translation>%1 的行没有被接受</translation>
    </message>
    <message>
        <source>Rows of %1</source>
        <translation>%1 的行</translation>
    </message>
    <message>
        <source>%1 is damaged: it ends before all its tables have passed.</source>
        <translation>%1 已损坏：还有表没有读到，归档就结束了。</translation>
    </message>
    <message>
        <source>The statement is no COPY from the client: %1</source>
        <translation>该语句不是从客户端读取的 COPY：%1</translation>
    </message>
    <message>
        <source>The newest backup by its name is %1, but nobody recorded its server, and its time is the one in its name; the newest recorded one is %2. Give the name of the one you want.</source>
        <translation>按名称最新的备份是 %1，但没有人记录它来自哪个服务器，时间也只是名称里的时间；有记录的最新备份是 %2。请给出想要的那一个的名称。</translation>
    </message>
    <message>
        <source>No other restore of %1 is unfinished</source>
        <translation>%1 没有其他未完成的恢复</translation>
    </message>
    <message>
        <source>none is</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>%1 was interrupted, or runs in another program: let it end, or continue or undo it first.</source>
        <translation>%1 被中断，或正在另一个程序中运行：请等它结束，或先继续或撤销它。</translation>
    </message>
    <message>
        <source>The argument &quot;%1&quot; is no UTF-8: the terminal or the script has another encoding.</source>
        <translation>参数 “%1” 不是 UTF-8：终端或脚本使用了另一种编码。</translation>
    </message>
    <message>
        <source>The cluster does not know this kind yet.</source>
        <translation>集群还不认识这个类型。</translation>
    </message>
    <message>
        <source>created; not tried, as its namespace or kind is made on the way</source>
        <translation>新建；未试运行，因为它的命名空间或类型在途中才会创建</translation>
    </message>
    <message>
        <source>The cluster does not take the names of the definition %1: %2</source>
        <translation>集群不接受定义 %1 的名称：%2</translation>
    </message>
    <message>
        <source>The cluster does not serve %1 yet, %2 s after its definition was applied.</source>
        <translation>应用定义 %2 秒后，集群仍未提供 %1。</translation>
    </message>
    <message>
        <source>Waiting until the cluster serves %1</source>
        <translation>等待集群开始提供 %1</translation>
    </message>
    <message>
        <source>Still ending: %1 and %2 more pods</source>
        <translation>仍在结束：%1 以及另外 %2 个 Pod</translation>
    </message>
    <message>
        <source>Still ending: %1</source>
        <translation>仍在结束：%1</translation>
    </message>
    <message>
        <source>%1 holds no PEM text.</source>
        <translation>%1 中没有 PEM 文本。</translation>
    </message>
    <message>
        <source>deployment &quot;%1&quot; is paused: %2 of %3 replicas are updated, the others are once it is resumed</source>
        <translation>Deployment “%1” 已暂停：%3 个副本中 %2 个已更新，其余的在恢复后更新</translation>
    </message>
    <message>
        <source>The cluster cannot %1 now, try again in %2 s: %3</source>
        <translation>集群暂时无法执行“%1”，请在 %2 秒后重试：%3</translation>
    </message>
    <message>
        <source>The cluster has too many requests: in %2 s it is asked again to %1.</source>
        <translation>集群的请求过多：%2 秒后再次请求执行“%1”。</translation>
    </message>
    <message>
        <source>The cluster cannot %1 yet (HTTP %2): it is asked again in %3 s.</source>
        <translation>集群尚无法执行“%1”（HTTP %2）：%3 秒后再次请求。</translation>
    </message>
    <message>
        <source>There is no deployment and no pod %1 in %2. Name another kind of workload as KIND/NAME.</source>
        <translation>%2 中没有名为 %1 的 Deployment，也没有这样的 Pod。其他类型的工作负载请写成 KIND/NAME。</translation>
    </message>
    <message>
        <source>No pod of %1 has a container %2; they have %3.</source>
        <translation>%1 的 Pod 都没有容器 %2；它们有 %3。</translation>
    </message>
    <message>
        <source>The backup has the rows of %1.%2 as rows of %3.%4, the partitioned table it belongs to; choose %3.%4 instead, or restore the whole backup.</source>
        <translation>备份中 %1.%2 的行是作为其所属分区表 %3.%4 的行保存的；请改选 %3.%4，或恢复整个备份。</translation>
    </message>
    <message>
        <source>pg_dump gave up waiting for a lock in %1: %2. Let that end, or end it, and try again.</source>
        <translation>pg_dump 在 %1 中等待锁超时，已放弃：%2。请等它结束或将其结束，然后重试。</translation>
    </message>
    <message>
        <source>%1, waiting for a lock: %2</source>
        <translation>%1，正在等待锁：%2</translation>
    </message>
    <message>
        <source>Every table of %1 can be read</source>
        <translation>%1 的每张表都可读取</translation>
    </message>
    <message>
        <source>nobody has locked one</source>
        <translation>没有表被锁住</translation>
    </message>
    <message>
        <source>The dump waits for a lock, and gives up after a minute: %1. %2</source>
        <translation>转储要等待一个锁，一分钟后放弃：%1。%2</translation>
    </message>
    <message>
        <source>The dump waits for %3 locks, and gives up after a minute; the first of them: %1. %2</source>
        <translation>转储要等待 %3 个锁，一分钟后放弃；其中第一个：%1。%2</translation>
    </message>
    <message>
        <source>The backed-up database had no schema public, but %1 may not drop the one that every new database has.</source>
        <translation>所备份的数据库没有模式 public，但 %1 无权删除每个新数据库自带的这一个。</translation>
    </message>
    <message>
        <source>The backed-up database had no language plpgsql, but %1 may not drop the one that every new database has.</source>
        <translation>所备份的数据库没有语言 plpgsql，但 %1 无权删除每个新数据库自带的这一个。</translation>
    </message>
    <message>
        <source>%1 is the live database; it is not dropped here.</source>
        <translation>%1 是线上数据库；不在这里删除。</translation>
    </message>
    <message>
        <source>Rows of %1, once more for tables that were in each other&apos;s way</source>
        <translation>%1 的行：再次载入互相妨碍的表</translation>
    </message>
    <message>
        <source>another session had it locked just now</source>
        <translation>刚才有另一个会话锁住了它</translation>
    </message>
    <message>
        <source>%1; its rows cannot be counted now: %2</source>
        <translation>%1；现在无法统计其行数：%2</translation>
    </message>
    <message>
        <source>the prepared transaction %1 of user %2</source>
        <translation>用户 %2 的预备事务 %1</translation>
    </message>
    <message>
        <source>session %1 (%2, user %3)</source>
        <translation>会话 %1（%2，用户 %3）</translation>
    </message>
    <message>
        <source>session %1 (%2, user %3, %4)</source>
        <translation>会话 %1（%2，用户 %3，%4）</translation>
    </message>
    <message>
        <source>%1 holds ACCESS EXCLUSIVE on %2.%3, in a transaction since %4</source>
        <translation>%1 持有 %2.%3 的 ACCESS EXCLUSIVE 锁，事务始于 %4</translation>
    </message>
    <message>
        <source>%1 waits for ACCESS EXCLUSIVE on %2.%3, with everybody else behind it, in a transaction since %4</source>
        <translation>%1 正在等待 %2.%3 的 ACCESS EXCLUSIVE 锁，其他人都排在它后面，事务始于 %4</translation>
    </message>
    <message>
        <source>End it with COMMIT PREPARED %1 or ROLLBACK PREPARED %1.</source>
        <translation>请用 COMMIT PREPARED %1 或 ROLLBACK PREPARED %1 结束它。</translation>
    </message>
    <message>
        <source>Let it end, or end it with SELECT pg_terminate_backend(%1); pg_stat_activity, pg_locks and pg_blocking_pids() tell more.</source>
        <translation>请等它结束，或用 SELECT pg_terminate_backend(%1) 结束它；更多信息见 pg_stat_activity、pg_locks 和 pg_blocking_pids()。</translation>
    </message>
    <message>
        <source>Several backups in %2 begin with &quot;%1&quot;, among them %3 and %4. Give more of the name.</source>
        <translation>%2 中有多个备份以“%1”开头，例如 %3 和 %4。请把名称写得更长。</translation>
    </message>
    <message>
        <source>backups there: %1</source>
        <translation>那里的备份数：%1</translation>
    </message>
    <message>
        <source>There is no whole copy of a backup of %1 in %2; &quot;qbmctl backup copies %3&quot; lists what is there.</source>
        <translation>%2 中没有 %1 的完整备份副本；“qbmctl backup copies %3”列出那里有什么。</translation>
    </message>
    <message>
        <source>is held against what it should contain (tables: %1, rows: %2)</source>
        <translation>与它应有的内容核对（表：%1，行：%2）</translation>
    </message>
    <message>
        <source>Removed copies in %2: %1, %3 freed</source>
        <translation>%2 中已删除副本：%1 个，释放 %3</translation>
    </message>
    <message>
        <source>Nothing runs the scheduled backup of %1: %2</source>
        <translation>没有程序运行 %1 的计划备份：%2</translation>
    </message>
    <message>
        <source>The server of %1 does not answer, so nobody knows whether the next backup can be made.</source>
        <translation>%1 的服务器没有应答，因此不知道下一次备份能否完成。</translation>
    </message>
    <message>
        <source>Scheduled backup of %1: %2</source>
        <translation>%1 的计划备份：%2</translation>
    </message>
    <message>
        <source>Where the newest backup %1 was copied to is not recorded; &quot;qbmctl backup adopt %1&quot; makes its record.</source>
        <translation>没有记录最新备份 %1 复制到了哪里；“qbmctl backup adopt %1”会补写它的记录。</translation>
    </message>
    <message>
        <source>The server of %1 answers, but has no database %2: the next backup fails. &quot;qbmctl backup restore LATEST&quot; makes it from the newest backup.</source>
        <translation>%1 的服务器有应答，但没有数据库 %2：下一次备份会失败。“qbmctl backup restore LATEST”用最新备份重新创建它。</translation>
    </message>
    <message>
        <source>The server of %1 answers, but has no database %2: a restore was left half-done; continue it or take it back.</source>
        <translation>%1 的服务器有应答，但没有数据库 %2：有一次恢复只做了一半，请继续或撤回它。</translation>
    </message>
    <message>
        <source>The server of %1 answers, but has no database %2: the next backup fails. No backup is here from which &quot;qbmctl backup restore LATEST&quot; could make it; &quot;qbmctl backup fetch LATEST PLACE&quot; brings one back from a second place.</source>
        <translation>%1 的服务器有应答，但没有数据库 %2：下一次备份会失败。这里没有可供“qbmctl backup restore LATEST”使用的备份；“qbmctl backup fetch LATEST PLACE”可从其他位置取回一个。</translation>
    </message>
    <message>
        <source>The next backup cannot be written to the folder %1: %2</source>
        <translation>下一次备份无法写入目录 %1：%2</translation>
    </message>
    <message>
        <source>The next backup has no room in %1: %2 free, and the last one has %3.</source>
        <translation>%1 放不下下一次备份：剩余 %2，而上一个备份为 %3。</translation>
    </message>
    <message>
        <source>It was made without a copy there.</source>
        <translation>制作时没有复制到那里。</translation>
    </message>
    <message>
        <source>The newest backup %1 is not in %2, where the profile wants a copy; &quot;qbmctl backup copy %1 %3&quot; makes it.</source>
        <translation>最新备份 %1 不在 %2，而配置要求那里有副本；“qbmctl backup copy %1 %3”可以补做。</translation>
    </message>
    <message>
        <source>The newest backup %1 is not in %2, where the profile wants a copy: %4 &quot;qbmctl backup copy %1 %3&quot; makes it.</source>
        <translation>最新备份 %1 不在 %2，而配置要求那里有副本：%4“qbmctl backup copy %1 %3”可以补做。</translation>
    </message>
    <message>
        <source>It is younger than %1 d.</source>
        <translation>不到 %1 天。</translation>
    </message>
    <message>
        <source>What stays has %1, %2 more than the limit of %3, and none of it may go. %4</source>
        <translation>保留的共 %1，比限制 %3 多 %2，但都不能删除。%4</translation>
    </message>
    <message>
        <source>No cron daemon runs on this machine: start it (&quot;systemctl enable --now cron&quot;), or install the package cron.</source>
        <translation>本机没有运行 cron 守护进程：请启动它（“systemctl enable --now cron”），或安装软件包 cron。</translation>
    </message>
    <message>
        <source>Whether a cron daemon runs is not known: this machine does not show the processes of others.</source>
        <translation>不知道 cron 守护进程是否在运行：本机不显示他人的进程。</translation>
    </message>
    <message>
        <source>A cron daemon runs</source>
        <translation>cron 守护进程在运行</translation>
    </message>
    <message>
        <source>The CronJob is suspended.</source>
        <translation>CronJob 已暂停。</translation>
    </message>
    <message>
        <source>The timer is switched off; &quot;systemctl --user enable --now %1&quot; switches it on.</source>
        <translation>定时器已关闭；“systemctl --user enable --now %1”可以打开它。</translation>
    </message>
    <message>
        <source>There is no systemd on this machine.</source>
        <translation>本机没有 systemd。</translation>
    </message>
    <message>
        <source>Whether the timer runs is not known: %1</source>
        <translation>不知道定时器是否在运行：%1</translation>
    </message>
    <message>
        <source>%1 is no folder.</source>
        <translation>%1 不是目录。</translation>
    </message>
    <message>
        <source>Cannot write into %1</source>
        <translation>无法写入 %1</translation>
    </message>
    <message>
        <source>is dropped (%1); sessions in it that are ended: %2</source>
        <translation>将被删除（%1）；其中要结束的会话：%2</translation>
    </message>
    <message>
        <source>gets tables beside what it holds, all or none: %1</source>
        <translation>在原有内容之外得到表，要么全部要么没有：%1</translation>
    </message>
    <message>
        <source>is made and gets tables: %1</source>
        <translation>将被创建并得到表：%1</translation>
    </message>
    <message>
        <source>End sessions of %2: %1</source>
        <translation>结束 %2 的会话：%1 个</translation>
    </message>
    <message>
        <source>no objective</source>
        <translation>无目标</translation>
    </message>
    <message>
        <source>Nobody has said what this number should be: see the section objectives of the profile.</source>
        <translation>没有人定过这个数值应该是多少：见连接配置的 objectives 一节。</translation>
    </message>
    <message>
        <source>objective: %1</source>
        <translation>目标：%1</translation>
    </message>
    <message>
        <source>Job %1 failed</source>
        <translation>Job %1 失败</translation>
    </message>
    <message>
        <source>Node %1 is not ready</source>
        <translation>节点 %1 未就绪</translation>
    </message>
    <message>
        <source>Node %1 reports %2</source>
        <translation>节点 %1 报告 %2</translation>
    </message>
    <message>
        <source>Node %1 takes no new pods (cordoned)</source>
        <translation>节点 %1 不接收新 Pod（已停止调度）</translation>
    </message>
    <message>
        <source>%1 (for %2)</source>
        <translation>%1（已持续 %2）</translation>
    </message>
    <message>
        <source>%1 – and %2 more</source>
        <translation>%1——另有 %2 个问题</translation>
    </message>
    <message>
        <source>certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>space on volumes</source>
        <translation>存储卷空间</translation>
    </message>
    <message>
        <source>The cluster could not be asked</source>
        <translation>无法询问集群</translation>
    </message>
    <message>
        <source>workloads (the profile names no Kubernetes cluster)</source>
        <translation>工作负载（连接配置里没有 Kubernetes 集群）</translation>
    </message>
    <message>
        <source>workloads: %1</source>
        <translation>%1 个工作负载</translation>
    </message>
    <message>
        <source>Namespace %1 holds no workload</source>
        <translation>命名空间 %1 中没有工作负载</translation>
    </message>
    <message>
        <source>the cluster answers, so either the profile names the wrong namespace or the system is not deployed</source>
        <translation>集群有应答，因此要么连接配置里的命名空间写错了，要么系统没有部署</translation>
    </message>
    <message>
        <source>%1 (this account may not list them)</source>
        <translation>%1（当前账号无权列出）</translation>
    </message>
    <message>
        <source>%1 (the cluster does not have them)</source>
        <translation>%1（集群里没有这种对象）</translation>
    </message>
    <message>
        <source>%1 are not known</source>
        <translation>%1 未知</translation>
    </message>
    <message>
        <source>nodes: %1</source>
        <translation>%1 个节点</translation>
    </message>
    <message>
        <source>jobs: %1</source>
        <translation>%1 个 Job</translation>
    </message>
    <message>
        <source>%1 is not healthy</source>
        <translation>%1 不健康</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 没有应答</translation>
    </message>
    <message>
        <source>%1 does not work as it should</source>
        <translation>%1 工作不正常</translation>
    </message>
    <message>
        <source>What is known of %1 is old</source>
        <translation>%1 的数据已经旧了</translation>
    </message>
    <message>
        <source>How %1 stands is not known</source>
        <translation>%1 的状况未知</translation>
    </message>
    <message>
        <source>%1 (not in the profile)</source>
        <translation>%1（连接配置里没有）</translation>
    </message>
    <message>
        <source>the backend&apos;s health check</source>
        <translation>backend 健康检查</translation>
    </message>
    <message>
        <source>%1 (no objective)</source>
        <translation>%1（无目标）</translation>
    </message>
    <message>
        <source>%1 (no traffic)</source>
        <translation>%1（无流量）</translation>
    </message>
    <message>
        <source>%1, the objective is %2</source>
        <translation>%1，目标是%2</translation>
    </message>
    <message>
        <source>%1 (no data)</source>
        <translation>%1（无数据）</translation>
    </message>
    <message>
        <source>%1 is not known</source>
        <translation>%1 未知</translation>
    </message>
    <message>
        <source>Prometheus has no such series</source>
        <translation>Prometheus 里没有这个序列</translation>
    </message>
    <message>
        <source>alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Alert %1 is firing</source>
        <translation>告警 %1 正在触发</translation>
    </message>
    <message>
        <source>Alert %1 is firing %2 times</source>
        <translation>告警 %1 正在触发 %2 次</translation>
    </message>
    <message>
        <source>The backups are not known</source>
        <translation>备份情况未知</translation>
    </message>
    <message>
        <source>backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>There is no backup yet</source>
        <translation>还没有备份</translation>
    </message>
    <message>
        <source>The backups need a look</source>
        <translation>备份需要关注</translation>
    </message>
    <message>
        <source>backups (the profile names no PostgreSQL)</source>
        <translation>备份（连接配置里没有 PostgreSQL）</translation>
    </message>
    <message>
        <source>the disk of the backups</source>
        <translation>备份所在磁盘</translation>
    </message>
    <message>
        <source>The disk of the backups is full</source>
        <translation>备份所在磁盘已满</translation>
    </message>
    <message>
        <source>%1 are free, the newest backup takes %2: the next one will not fit</source>
        <translation>剩余 %1，最近一次备份占 %2：放不下下一次备份</translation>
    </message>
    <message>
        <source>The profile names no part of the system</source>
        <translation>连接配置里没有系统的任何部件</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>一切正常</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>不超过 %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>不低于 %1</translation>
    </message>
    <message>
        <source>The p95 latency is too high</source>
        <translation>p95 时延过高</translation>
    </message>
    <message>
        <source>Too many requests fail</source>
        <translation>失败的请求过多</translation>
    </message>
    <message>
        <source>The models are not accurate enough</source>
        <translation>模型不够准确</translation>
    </message>
    <message>
        <source>container %1 was killed because it used more memory than it may (OOMKilled), restarts: %2</source>
        <translation>容器 %1 因内存超限被终止（OOMKilled），已重启 %2 次</translation>
    </message>
    <message>
        <source>container %1 does not keep running, restarts: %2</source>
        <translation>容器 %1 无法持续运行，已重启 %2 次</translation>
    </message>
    <message>
        <source>container %1 ended with exit code %2 (%3), restarts: %4</source>
        <translation>容器 %1 以退出码 %2（%3）结束，已重启 %4 次</translation>
    </message>
    <message>
        <source>%1 of image %2</source>
        <translation>%1，镜像 %2</translation>
    </message>
    <message>
        <source>%1 of %2 pods are ready</source>
        <translation>%2 个 Pod 中有 %1 个就绪</translation>
    </message>
    <message>
        <source>The rollout of %1 is paused</source>
        <translation>%1 的发布已暂停</translation>
    </message>
    <message>
        <source>nothing new is rolled out until it is resumed</source>
        <translation>恢复之前不会发布新内容</translation>
    </message>
    <message>
        <source>%1 is scaled to 0</source>
        <translation>%1 的副本数为 0</translation>
    </message>
    <message>
        <source>nothing serves</source>
        <translation>没有任何 Pod 提供服务</translation>
    </message>
    <message>
        <source>%1 cannot make its pods</source>
        <translation>%1 无法创建 Pod</translation>
    </message>
    <message>
        <source>The rollout of %1 is stuck</source>
        <translation>%1 的发布卡住了</translation>
    </message>
    <message>
        <source>%1 crashes again and again</source>
        <translation>%1 反复崩溃</translation>
    </message>
    <message>
        <source>Pods of %1 crash again and again</source>
        <translation>%1 的部分 Pod 反复崩溃</translation>
    </message>
    <message>
        <source>%1 finds no node to run on</source>
        <translation>%1 没有节点可运行</translation>
    </message>
    <message>
        <source>Pods of %1 find no node to run on</source>
        <translation>%1 的部分 Pod 没有节点可运行</translation>
    </message>
    <message>
        <source>%1 does not start</source>
        <translation>%1 起不来</translation>
    </message>
    <message>
        <source>Pods of %1 do not start</source>
        <translation>%1 的部分 Pod 起不来</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1；%2</translation>
    </message>
    <message>
        <source>%1 is down</source>
        <translation>%1 不可用</translation>
    </message>
    <message>
        <source>%1 has too few pods</source>
        <translation>%1 的 Pod 不够</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>Judged: %1.</source>
        <translation>已判断：%1。</translation>
    </message>
    <message>
        <source>Judged: %1. Not judged: %2.</source>
        <translation>已判断：%1。未判断：%2。</translation>
    </message>
    <message>
        <source>firing</source>
        <translation>触发中</translation>
    </message>
    <message>
        <source>No operation of the cluster is called %1.</source>
        <translation>没有名为 %1 的集群操作。</translation>
    </message>
    <message>
        <source>The pod is taken off the cluster&apos;s books at once, without waiting until its node has ended it: it may go on running beside the one made in its place, and two pods of a StatefulSet may then write to the same data.</source>
        <translation>集群立即把该 Pod 除名，不等节点结束它：它可能与替代它的 Pod 同时运行，StatefulSet 的两个 Pod 可能因此写入同一份数据。</translation>
    </message>
    <message>
        <source>The object goes at once, without the time it was given to end in; what it runs may go on for a while.</source>
        <translation>对象立即消失，不给它结束所需的时间；它运行的东西可能还会继续一段时间。</translation>
    </message>
    <message>
        <source>Delete %1 %2 by force</source>
        <translation>强制删除 %1 %2</translation>
    </message>
    <message>
        <source>By force</source>
        <translation>强制</translation>
    </message>
    <message>
        <source>Give a selector: without one, every object of the kind would be deleted.</source>
        <translation>请给出选择器：没有选择器会删除该类型的所有对象。</translation>
    </message>
    <message>
        <source>Delete %1 objects of kind %2 that match %3 by force</source>
        <translation>强制删除与 %3 匹配的 %1 个 %2 对象</translation>
    </message>
    <message>
        <source>Delete %1 objects of kind %2 that match %3</source>
        <translation>删除与 %3 匹配的 %1 个 %2 对象</translation>
    </message>
    <message>
        <source>Those asked for go on being deleted, the others stay; only the console stops.</source>
        <translation>已请求删除的继续被删除，其余保留；停下的只是控制台。</translation>
    </message>
    <message>
        <source>It cannot be undone: keep their YAML if they may be needed again.</source>
        <translation>无法撤销：若还可能需要，请保存它们的 YAML。</translation>
    </message>
    <message>
        <source>The selector matches something</source>
        <translation>选择器有匹配的对象</translation>
    </message>
    <message>
        <source>It matches %1 objects.</source>
        <translation>匹配 %1 个对象。</translation>
    </message>
    <message>
        <source>Nothing matches %1.</source>
        <translation>没有对象与 %1 匹配。</translation>
    </message>
    <message>
        <source>Delete what matches %1</source>
        <translation>删除与 %1 匹配的对象</translation>
    </message>
    <message>
        <source>Wait until they are gone</source>
        <translation>等待它们消失</translation>
    </message>
    <message>
        <source>%1 is deleted</source>
        <translation>%1 已请求删除</translation>
    </message>
    <message>
        <source>%1 of %2 are gone</source>
        <translation>%2 个中已有 %1 个消失</translation>
    </message>
    <message>
        <source>Marked as deleted but still there: %1. Look at their finalizers.</source>
        <translation>已标记删除但仍存在：%1。请查看它们的 finalizer。</translation>
    </message>
    <message>
        <source>%1 was not scaled to %2: somebody else changed its replicas from %3 to %4 at the same moment. Look at it and try again.</source>
        <translation>%1 没有扩缩到 %2：同一时刻有人把副本数从 %3 改成了 %4。请查看后再试。</translation>
    </message>
    <message>
        <source>%1 does not get ready: %2 of %3 pods are ready after %4 s.</source>
        <translation>%1 一直没有就绪：%4 秒后，%3 个 Pod 中有 %2 个就绪。</translation>
    </message>
    <message>
        <source>evicted; %1 makes it anew elsewhere</source>
        <translation>驱逐；%1 会在别处重建</translation>
    </message>
    <message>
        <source>left: the node runs it of a file of its own</source>
        <translation>保留：节点按自己的文件运行它</translation>
    </message>
    <message>
        <source>left: %1 would bring it back</source>
        <translation>保留：%1 会立即重建它</translation>
    </message>
    <message>
        <source>is ending already; waited for</source>
        <translation>已在结束；等待</translation>
    </message>
    <message>
        <source>evicted; it has ended</source>
        <translation>驱逐；它已结束</translation>
    </message>
    <message>
        <source>stands in the way: nothing makes it anew (--force)</source>
        <translation>阻碍排空：没有东西会重建它（--force）</translation>
    </message>
    <message>
        <source>stands in the way: its local data would be lost (--delete-emptydir-data)</source>
        <translation>阻碍排空：其本地数据会丢失（--delete-emptydir-data）</translation>
    </message>
    <message>
        <source>evicted for good: nothing makes it anew</source>
        <translation>驱逐后不再有：没有东西会重建它</translation>
    </message>
    <message>
        <source>evicted; its local data is lost; %1 makes it anew elsewhere</source>
        <translation>驱逐；其本地数据丢失；%1 会在别处重建</translation>
    </message>
    <message>
        <source>%1; budget %2 lets %3 go now</source>
        <translation>%1；中断预算 %2 现在允许驱逐 %3 个</translation>
    </message>
    <message>
        <source>Drain node %1</source>
        <translation>排空节点 %1</translation>
    </message>
    <message>
        <source>Its pods end and are made anew on other nodes, as fast as their disruption budgets allow.</source>
        <translation>其上的 Pod 结束并在其他节点重建，快慢由它们的中断预算决定。</translation>
    </message>
    <message>
        <source>is cordoned already</source>
        <translation>已被封锁</translation>
    </message>
    <message>
        <source>cordoned</source>
        <translation>封锁</translation>
    </message>
    <message>
        <source>Pods that were evicted stay where they went; the node takes pods again if it did before.</source>
        <translation>已驱逐的 Pod 留在新的位置；若节点之前接受 Pod，则恢复接受。</translation>
    </message>
    <message>
        <source>Uncordon it; pods do not move back by themselves.</source>
        <translation>解除封锁；Pod 不会自行移回。</translation>
    </message>
    <message>
        <source>Every pod is made anew elsewhere</source>
        <translation>每个 Pod 都会在别处重建</translation>
    </message>
    <message>
        <source>Each has a workload that owns it.</source>
        <translation>每个都有所属的工作负载。</translation>
    </message>
    <message>
        <source>Nothing makes %1 anew: they are gone for good.</source>
        <translation>没有东西会重建 %1：它们不再有。</translation>
    </message>
    <message>
        <source>Nothing makes %1 anew. To let them go for good, add --force.</source>
        <translation>没有东西会重建 %1。若可以永久失去它们，请加 --force。</translation>
    </message>
    <message>
        <source>No local data is lost</source>
        <translation>不丢失本地数据</translation>
    </message>
    <message>
        <source>No pod that goes has an emptyDir volume.</source>
        <translation>离开的 Pod 都没有 emptyDir 卷。</translation>
    </message>
    <message>
        <source>What %1 keep in emptyDir volumes is lost.</source>
        <translation>%1 在 emptyDir 卷中的数据会丢失。</translation>
    </message>
    <message>
        <source>%1 keep data in emptyDir volumes that is lost with them. To allow that, add --delete-emptydir-data.</source>
        <translation>%1 在 emptyDir 卷中有数据，会随之丢失。若允许，请加 --delete-emptydir-data。</translation>
    </message>
    <message>
        <source>Disruption budgets let its pods go</source>
        <translation>中断预算允许其 Pod 离开</translation>
    </message>
    <message>
        <source>None holds a pod now.</source>
        <translation>现在没有预算阻止。</translation>
    </message>
    <message>
        <source>%1 let no pod go now: the drain waits until more pods are ready elsewhere, or until its time is over.</source>
        <translation>%1 现在不允许任何 Pod 离开：排空会等到别处有更多 Pod 就绪，或等到超时。</translation>
    </message>
    <message>
        <source>It is cordoned already.</source>
        <translation>已被封锁。</translation>
    </message>
    <message>
        <source>It takes pods now.</source>
        <translation>现在接受 Pod。</translation>
    </message>
    <message>
        <source>Its pods are known</source>
        <translation>已知其上的 Pod</translation>
    </message>
    <message>
        <source>Cordon %1</source>
        <translation>封锁 %1</translation>
    </message>
    <message>
        <source>Evict the pods of %1</source>
        <translation>驱逐 %1 上的 Pod</translation>
    </message>
    <message>
        <source>%1 is ending</source>
        <translation>%1 正在结束</translation>
    </message>
    <message>
        <source>Pod %1 came to node %2 after the plan and cannot be evicted without --force or --delete-emptydir-data: look at it and try again.</source>
        <translation>Pod %1 在计划之后来到节点 %2，不加 --force 或 --delete-emptydir-data 不能驱逐：请查看后再试。</translation>
    </message>
    <message>
        <source>%1 may not go yet: %2</source>
        <translation>%1 还不能离开：%2</translation>
    </message>
    <message>
        <source>%1 is held by the disruption budget %2</source>
        <translation>%1 被中断预算 %2 留住</translation>
    </message>
    <message>
        <source>%1 of %2 pods are gone from %3</source>
        <translation>%3 上 %2 个 Pod 中已有 %1 个离开</translation>
    </message>
    <message>
        <source>Node %1 is not empty after %2 s:
%3</source>
        <translation>%2 秒后节点 %1 仍未排空：
%3</translation>
    </message>
    <message>
        <source>Node %1 is empty but takes pods again: somebody else uncordoned it.</source>
        <translation>节点 %1 已空，但又接受 Pod：有人解除了封锁。</translation>
    </message>
    <message>
        <source>Node %1 is not empty: %2 is there again.</source>
        <translation>节点 %1 未空：%2 又在其上。</translation>
    </message>
    <message>
        <source>The cluster&apos;s answer about %1 is none.</source>
        <translation>集群关于 %1 的应答无效。</translation>
    </message>
    <message>
        <source>%1 is added</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>It is one request: stopping before it changes nothing.</source>
        <translation>只有一个请求：在它之前停止则不做任何改动。</translation>
    </message>
    <message>
        <source>Something changes</source>
        <translation>有所改动</translation>
    </message>
    <message>
        <source>It is not as asked for yet.</source>
        <translation>目前与请求的不同。</translation>
    </message>
    <message>
        <source>It is as asked for already; there is nothing to do.</source>
        <translation>已与请求的相同；无事可做。</translation>
    </message>
    <message>
        <source>%1 is not as it was asked for: somebody else changed it meanwhile.</source>
        <translation>%1 与请求的不一致：其间有人改了它。</translation>
    </message>
    <message>
        <source>%1 is left as it is: somebody else changed it after us.</source>
        <translation>%1 保持现状：在本次操作之后有人改了它。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no taint: write KEY=VALUE:EFFECT or KEY:EFFECT, or KEY- or KEY:EFFECT- to remove it; EFFECT is NoSchedule, PreferNoSchedule or NoExecute.</source>
        <translation>“%1”不是污点：写成 KEY=VALUE:EFFECT 或 KEY:EFFECT，移除写成 KEY- 或 KEY:EFFECT-；EFFECT 为 NoSchedule、PreferNoSchedule 或 NoExecute。</translation>
    </message>
    <message>
        <source>Cordon node %1</source>
        <translation>封锁节点 %1</translation>
    </message>
    <message>
        <source>No new pod is placed on it, but for those of DaemonSets; the pods there go on serving.</source>
        <translation>除 DaemonSet 的 Pod 外，不再有新 Pod 调度到该节点；其上的 Pod 继续服务。</translation>
    </message>
    <message>
        <source>Uncordon it.</source>
        <translation>解除封锁。</translation>
    </message>
    <message>
        <source>Uncordon node %1</source>
        <translation>解除节点 %1 的封锁</translation>
    </message>
    <message>
        <source>New pods may be placed on it again; those elsewhere do not move back.</source>
        <translation>新 Pod 又可调度到该节点；别处的 Pod 不会移回。</translation>
    </message>
    <message>
        <source>Cordon it.</source>
        <translation>再次封锁。</translation>
    </message>
    <message>
        <source>Uncordon %1</source>
        <translation>解除 %1 的封锁</translation>
    </message>
    <message>
        <source>Change the taints of node %1</source>
        <translation>修改节点 %1 的污点</translation>
    </message>
    <message>
        <source>NoExecute ends every pod on the node that does not tolerate it, whatever disruption budgets say.</source>
        <translation>NoExecute 会结束该节点上所有不容忍它的 Pod，不受中断预算限制。</translation>
    </message>
    <message>
        <source>Pods that do not tolerate a taint are placed elsewhere; the pods there stay.</source>
        <translation>不容忍该污点的 Pod 会调度到别处；已在其上的 Pod 保留。</translation>
    </message>
    <message>
        <source>Set the taints of before again; pods that were ended do not come back.</source>
        <translation>恢复之前的污点；已结束的 Pod 不会回来。</translation>
    </message>
    <message>
        <source>Set the taints of %1</source>
        <translation>设置 %1 的污点</translation>
    </message>
    <message>
        <source>&quot;%1&quot; changes nothing: write KEY=VALUE, or KEY- to remove it.</source>
        <translation>“%1”不构成改动：写成 KEY=VALUE，移除写成 KEY-。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is named twice.</source>
        <translation>“%1”写了两次。</translation>
    </message>
    <message>
        <source>Say what to change: KEY=VALUE, or KEY- to remove it.</source>
        <translation>请写明改动：KEY=VALUE，移除写成 KEY-。</translation>
    </message>
    <message>
        <source>Change the annotations of %1</source>
        <translation>修改 %1 的注解</translation>
    </message>
    <message>
        <source>Change the labels of %1</source>
        <translation>修改 %1 的标签</translation>
    </message>
    <message>
        <source>Whoever reads these annotations acts on them from now on.</source>
        <translation>读取这些注解的组件从此按它们行事。</translation>
    </message>
    <message>
        <source>Services, workloads and policies that select by these labels begin or cease to mean it.</source>
        <translation>按这些标签选择的服务、工作负载和策略将开始或不再包含它。</translation>
    </message>
    <message>
        <source>Set the values of before again.</source>
        <translation>恢复之前的值。</translation>
    </message>
    <message>
        <source>Its workload still owns it</source>
        <translation>仍属于其工作负载</translation>
    </message>
    <message>
        <source>If its workload selects by one of these labels, it lets this pod go and makes another one.</source>
        <translation>若其工作负载按其中某个标签选择，就会放弃该 Pod 并另建一个。</translation>
    </message>
    <message>
        <source>Set the annotations of %1</source>
        <translation>设置 %1 的注解</translation>
    </message>
    <message>
        <source>Set the labels of %1</source>
        <translation>设置 %1 的标签</translation>
    </message>
    <message>
        <source>%1 has no finalizers.</source>
        <translation>%1 没有 finalizer。</translation>
    </message>
    <message>
        <source>%1 has no finalizer %2; it has %3.</source>
        <translation>%1 没有 finalizer %2；现有 %3。</translation>
    </message>
    <message>
        <source>Remove the finalizer %1 of %2</source>
        <translation>移除 %2 的 finalizer %1</translation>
    </message>
    <message>
        <source>It is being deleted and goes at once if no other finalizer holds it; what the finalizer stands for is not done: volumes, load balancers or records elsewhere may be left behind.</source>
        <translation>它正在被删除，若没有其他 finalizer 留住它就会立即消失；该 finalizer 代表的清理不会进行：卷、负载均衡器或别处的记录可能遗留。</translation>
    </message>
    <message>
        <source>When it is deleted, nobody clears up what the finalizer stands for; the controller that set it may set it again.</source>
        <translation>将来删除它时，没有人进行该 finalizer 代表的清理；设置它的控制器可能再次设置。</translation>
    </message>
    <message>
        <source>It cannot be undone once the object is gone.</source>
        <translation>对象消失后无法撤销。</translation>
    </message>
    <message>
        <source>It is being deleted</source>
        <translation>正在被删除</translation>
    </message>
    <message>
        <source>It waits for its finalizers.</source>
        <translation>它在等待自己的 finalizer。</translation>
    </message>
    <message>
        <source>It is not: nothing waits for this finalizer now.</source>
        <translation>没有：现在没有东西在等待该 finalizer。</translation>
    </message>
    <message>
        <source>Remove the finalizer %1</source>
        <translation>移除 finalizer %1</translation>
    </message>
    <message>
        <source>%1 cannot be paused: only the rollouts of Deployments can be held.</source>
        <translation>%1 不能暂停：只有 Deployment 的发布可以暂停。</translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation>重启 %1</translation>
    </message>
    <message>
        <source>Its pods are replaced by new ones, as many at a time as it allows; the others go on serving.</source>
        <translation>其 Pod 会被新的替换，每次替换的数量由它自己的设置决定；其余继续服务。</translation>
    </message>
    <message>
        <source>%1 is paused: resume it first.</source>
        <translation>%1 已暂停：需先恢复。</translation>
    </message>
    <message>
        <source>It replaces its pods by itself</source>
        <translation>它会自行替换 Pod</translation>
    </message>
    <message>
        <source>Its update strategy is OnDelete: each pod gets the new template only when somebody deletes it.</source>
        <translation>其更新策略为 OnDelete：每个 Pod 只有被删除后才用新模板。</translation>
    </message>
    <message>
        <source>Its update strategy holds pods below number %1 at the template before.</source>
        <translation>其更新策略让编号低于 %1 的 Pod 保持之前的模板。</translation>
    </message>
    <message>
        <source>Nothing was changed: somebody else changed %1 at the same moment. Look at it and try again.</source>
        <translation>未做任何改动：同一时刻有人修改了 %1。需查看后再试。</translation>
    </message>
    <message>
        <source>%1 is paused: it rolls out once it is resumed.</source>
        <translation>%1 已暂停：恢复后才会发布。</translation>
    </message>
    <message>
        <source>%1 asks for what it asked for before. Its pods could not get ready then, so they are not waited for.</source>
        <translation>%1 的要求已与之前相同。当时它的 Pod 就无法就绪，因此不再等待。</translation>
    </message>
    <message>
        <source>%1 asks for what it asked for before, but waits for pods of the template that failed: delete those that are not ready, and it makes them anew. %2</source>
        <translation>%1 的要求已与之前相同，但在等待失败模板的 Pod：请删除未就绪的 Pod，它会重建。%2</translation>
    </message>
    <message>
        <source>%1 asks for what it asked for before, but its pods are not ready: %2</source>
        <translation>%1 的要求已与之前相同，但它的 Pod 没有就绪：%2</translation>
    </message>
    <message>
        <source>Revision %1 of %2 is gone: its template cannot be put back.</source>
        <translation>%2 的修订版本 %1 已不存在：无法恢复其模板。</translation>
    </message>
    <message>
        <source>%1 keeps no earlier revision to go back to.</source>
        <translation>%1 没有保留可回滚的更早修订版本。</translation>
    </message>
    <message>
        <source>%1 keeps no revision %2; it has %3.</source>
        <translation>%1 没有保留修订版本 %2；现有 %3。</translation>
    </message>
    <message>
        <source>Take %1 back to revision %2</source>
        <translation>将 %1 回滚到修订版本 %2</translation>
    </message>
    <message>
        <source>Its pods are replaced by ones of that revision, as many at a time as it allows; the others go on serving.</source>
        <translation>其 Pod 会被该修订版本的 Pod 替换，每次替换的数量由它自己的设置决定；其余继续服务。</translation>
    </message>
    <message>
        <source>Undo to the revision of today, which the cluster keeps. This happens by itself if the pods of revision %1 do not become ready.</source>
        <translation>撤销到今天的修订版本，集群会保留它。若修订版本 %1 的 Pod 无法就绪，会自动这样做。</translation>
    </message>
    <message>
        <source>%1 %2 keeps its template.</source>
        <translation>%1 %2 保留着它的模板。</translation>
    </message>
    <message>
        <source>%1 %2 keeps it.</source>
        <translation>%1 %2 保留着它。</translation>
    </message>
    <message>
        <source>No revision has it yet: wait until the controller has made one.</source>
        <translation>还没有修订版本保存它：请等待控制器生成。</translation>
    </message>
    <message>
        <source>Nothing was changed: no revision keeps the present template of %1.</source>
        <translation>未做任何改动：没有修订版本保存 %1 的当前模板。</translation>
    </message>
    <message>
        <source>Run CronJob %1 now</source>
        <translation>立即运行 CronJob %1</translation>
    </message>
    <message>
        <source>What it does is done once more, now; its schedule goes on as it was.</source>
        <translation>它的工作现在再做一次；其计划照旧。</translation>
    </message>
    <message>
        <source>made of its template, and owned by it</source>
        <translation>按其模板创建，并归它所有</translation>
    </message>
    <message>
        <source>Container %1</source>
        <translation>容器 %1</translation>
    </message>
    <message>
        <source>The job goes on; only the console stops watching.</source>
        <translation>Job 继续运行；停下的只是控制台的观察。</translation>
    </message>
    <message>
        <source>What it has done stays done; deleting the job ends it.</source>
        <translation>已做的不会撤回；删除该 Job 可结束它。</translation>
    </message>
    <message>
        <source>CronJob %1 is there</source>
        <translation>CronJob %1 存在</translation>
    </message>
    <message>
        <source>Its schedule is %1.</source>
        <translation>其计划为 %1。</translation>
    </message>
    <message>
        <source>None of its jobs runs now</source>
        <translation>现在没有它的 Job 在运行</translation>
    </message>
    <message>
        <source>Its status names none.</source>
        <translation>其状态中没有。</translation>
    </message>
    <message>
        <source>Job %1 runs: the two run side by side, whatever its concurrency policy says.</source>
        <translation>Job %1 正在运行：两者会同时运行，不受并发策略限制。</translation>
    </message>
    <message>
        <source>Make job %1</source>
        <translation>创建 Job %1</translation>
    </message>
    <message>
        <source>Wait until %1 has ended</source>
        <translation>等待 %1 结束</translation>
    </message>
    <message>
        <source>Job %1 failed: %2 Its log says more: qbmctl cluster logs job/%1</source>
        <translation>Job %1 失败：%2 其日志有更多说明：qbmctl cluster logs job/%1</translation>
    </message>
    <message>
        <source>%1 pods run, %2 succeeded, %3 failed</source>
        <translation>%1 个 Pod 在运行，%2 个成功，%3 个失败</translation>
    </message>
    <message>
        <source>No HorizontalPodAutoscaler names it.</source>
        <translation>没有 HorizontalPodAutoscaler 指向它。</translation>
    </message>
    <message>
        <source>%1 cannot be scaled: a DaemonSet has one pod on each node that its node selector and tolerations allow. Change those instead.</source>
        <translation>%1 不能扩缩：DaemonSet 在其节点选择器和容忍度允许的每个节点上各有一个 Pod。请改那些设置。</translation>
    </message>
    <message>
        <source>Scale %1 from %2 to %3</source>
        <translation>将 %1 从 %2 扩缩到 %3</translation>
    </message>
    <message>
        <source>%1 The highest numbers go first, one after another; their volumes stay.</source>
        <translation>%1 编号最大的先离开，逐个进行；它们的卷保留。</translation>
    </message>
    <message>
        <source>%1 asks for %2 replicas, not %3: somebody else, perhaps an autoscaler, changed it.</source>
        <translation>%1 要求的是 %2 个副本，而不是 %3：有人或自动扩缩容器改了它。</translation>
    </message>
    <message>
        <source>%1 is left at %2 replicas: somebody else set that after us. It had %3 before.</source>
        <translation>%1 保留 %2 个副本：在这次操作之后有人改成了该数量。之前是 %3 个。</translation>
    </message>
    <message>
        <source>%1 has several containers: name one of %2.</source>
        <translation>%1 有多个容器：需写明 %2 中的一个。</translation>
    </message>
    <message>
        <source>%1 has no container %2; it has %3.</source>
        <translation>%1 没有容器 %2；现有 %3。</translation>
    </message>
    <message>
        <source>Give %1 of %2 the image %3</source>
        <translation>将 %2 的 %1 的镜像设为 %3</translation>
    </message>
    <message>
        <source>Container %1 of %2 in %3</source>
        <translation>%3 中 %2 的容器 %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; does not roll out: name a deployment/NAME, statefulset/NAME or daemonset/NAME.</source>
        <translation>“%1”不会发布：请写 deployment/NAME、statefulset/NAME 或 daemonset/NAME。</translation>
    </message>
    <message>
        <source>StatefulSet %1</source>
        <translation>StatefulSet %1</translation>
    </message>
    <message>
        <source>DaemonSet %1</source>
        <translation>DaemonSet %1</translation>
    </message>
    <message>
        <source>Deployment %1</source>
        <translation>Deployment %1</translation>
    </message>
    <message>
        <source>The jsonpath &quot;%1&quot; ends in the middle of something.</source>
        <translation>jsonpath“%1”没有写完。</translation>
    </message>
    <message>
        <source>The jsonpath &quot;%1&quot; cannot be read from &quot;%2&quot; on.</source>
        <translation>jsonpath“%1”从“%2”起无法读取。</translation>
    </message>
    <message>
        <source>The jsonpath &quot;%1&quot; uses %2, which is not supported.</source>
        <translation>jsonpath“%1”使用了不支持的 %2。</translation>
    </message>
    <message>
        <source>The jsonpath &quot;%1&quot; has an {end} without a {range}.</source>
        <translation>jsonpath“%1”有 {end} 却没有 {range}。</translation>
    </message>
    <message>
        <source>The jsonpath &quot;%1&quot; has a {range} without its {end}.</source>
        <translation>jsonpath“%1”有 {range} 却没有对应的 {end}。</translation>
    </message>
    <message>
        <source>%1 &quot;%2&quot; has the update strategy OnDelete: each pod gets the newest template when it is deleted (%3 of %4 have it)</source>
        <translation>%1“%2”的更新策略为 OnDelete：每个 Pod 被删除后才用最新模板（%4 个中已有 %3 个）</translation>
    </message>
    <message>
        <source>Waiting for statefulset spec update to be observed...</source>
        <translation>等待 StatefulSet 的新规格被控制器看到……</translation>
    </message>
    <message>
        <source>Waiting for %1 pods to be ready...</source>
        <translation>等待 %1 个 Pod 就绪……</translation>
    </message>
    <message>
        <source>Waiting for partitioned roll out to finish: %1 out of %2 new pods have been updated...</source>
        <translation>等待分区发布完成：%2 个新 Pod 中已更新 %1 个……</translation>
    </message>
    <message>
        <source>partitioned roll out complete: %1 new pods have been updated...</source>
        <translation>分区发布完成：已更新 %1 个新 Pod</translation>
    </message>
    <message>
        <source>waiting for statefulset rolling update to complete %1 pods at revision %2...</source>
        <translation>等待 StatefulSet 滚动更新完成：%1 个 Pod 已在修订版本 %2……</translation>
    </message>
    <message>
        <source>statefulset rolling update complete %1 pods at revision %2...</source>
        <translation>StatefulSet 滚动更新完成：%1 个 Pod 在修订版本 %2</translation>
    </message>
    <message>
        <source>Waiting for daemon set spec update to be observed...</source>
        <translation>等待 DaemonSet 的新规格被控制器看到……</translation>
    </message>
    <message>
        <source>Waiting for daemon set &quot;%1&quot; rollout to finish: %2 out of %3 new pods have been updated...</source>
        <translation>等待 DaemonSet“%1”发布完成：%3 个新 Pod 中已更新 %2 个……</translation>
    </message>
    <message>
        <source>Waiting for daemon set &quot;%1&quot; rollout to finish: %2 of %3 updated pods are available...</source>
        <translation>等待 DaemonSet“%1”发布完成：%3 个已更新的 Pod 中 %2 个可用……</translation>
    </message>
    <message>
        <source>daemon set &quot;%1&quot; successfully rolled out</source>
        <translation>DaemonSet“%1”已发布完成</translation>
    </message>
    <message>
        <source>A name stands for one object of one namespace: leave out %1, or do not ask in all namespaces.</source>
        <translation>名称只代表一个命名空间中的一个对象：请去掉 %1，或不要查询所有命名空间。</translation>
    </message>
    <message>
        <source>Objects are asked for by name or by a selector, not both: leave out %1 or the selector.</source>
        <translation>对象按名称或按选择器查询，不能两者都用：请去掉 %1 或选择器。</translation>
    </message>
    <message>
        <source>Whoever read it last found other bytes than its sidecar names; do not rely on it. If the file was brought back since, verify looks again.</source>
        <translation>上次读取时发现其字节与附属记录不同；请不要依赖它。如果之后把文件找了回来，校验会重新读取。</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>The lab in %1 did not start: qbm-lab ended with code %2.</source>
        <translation>%1 中的实验环境未能启动：qbm-lab 以退出码 %2 结束。</translation>
    </message>
    <message>
        <source>No condition of a table needs the rows of another one</source>
        <translation>没有表的约束需要另一张表的行</translation>
    </message>
    <message>
        <source>none calls a function that may</source>
        <translation>没有约束调用可能如此的函数</translation>
    </message>
    <message>
        <source>Tables are filled one after the other, and a condition that reads another table may refuse its rows when the application is down already: %1. Then everything is taken back; restore beside instead.</source>
        <translation>表是逐一载入的，读取其他表的约束可能拒绝行，而这时应用已经停止：%1。那样会全部撤回；请改用旁路恢复。</translation>
    </message>
    <message>
        <source>Event triggers let the restore be</source>
        <translation>事件触发器不妨碍恢复</translation>
    </message>
    <message>
        <source>they rest while the data is replaced: %1</source>
        <translation>替换数据期间它们停用：%1</translation>
    </message>
    <message>
        <source>Only a superuser can let them rest and bring them back: %1. Connect as a superuser, or restore beside.</source>
        <translation>只有超级用户才能停用并恢复它们：%1。请以超级用户连接，或改用旁路恢复。</translation>
    </message>
    <message>
        <source>compared with the safety dump, %1</source>
        <translation>与安全转储相比，%1</translation>
    </message>
    <message>
        <source>the data could not be compared with the safety dump: %1</source>
        <translation>无法将数据与安全转储比较：%1</translation>
    </message>
    <message>
        <source>Nobody ran it for a while, as its program was ended, so how long the restore takes was not measured</source>
        <translation>执行它的程序曾被终止，有一段时间没有执行，因此没有测量恢复所需的时间</translation>
    </message>
    <message>
        <source>pg_restore&apos;s script does not end with COMMIT, so nothing was restored.</source>
        <translation>pg_restore 的脚本不以 COMMIT 结尾，因此没有恢复任何内容。</translation>
    </message>
    <message>
        <source>%1 firing, %2 held quiet</source>
        <translation>%1 个正在触发，%2 个被静默</translation>
    </message>
    <message>
        <source>Held quiet: %1 (%2)</source>
        <translation>被静默：%1（%2）</translation>
    </message>
    <message>
        <source>Alerts are held quiet: %1</source>
        <translation>有告警被静默：%1</translation>
    </message>
    <message>
        <source>Which operations run is not known</source>
        <translation>不知道有哪些操作在运行</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was left unfinished</source>
        <translation>“%1”未完成</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is being taken back</source>
        <translation>“%1”正在撤回</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is running</source>
        <translation>“%1”正在运行</translation>
    </message>
    <message>
        <source>since %1, step %2 of %3: %4</source>
        <translation>自 %1 起，第 %2 步，共 %3 步：%4</translation>
    </message>
    <message>
        <source>All is well, and %1</source>
        <translation>一切正常，并且%1</translation>
    </message>
    <message>
        <source>by silences in Alertmanager</source>
        <translation>由 Alertmanager 中的静默</translation>
    </message>
    <message>
        <source>silenced by &quot;%1&quot;</source>
        <translation>由“%1”静默</translation>
    </message>
    <message>
        <source>Alertmanager answers; firing alerts: %1, held quiet: %2 (%3).</source>
        <translation>Alertmanager 有应答；正在触发的告警：%1，被静默：%2（%3）。</translation>
    </message>
    <message>
        <source>tables without a difference: %1</source>
        <translation>没有差异的表：%1</translation>
    </message>
    <message>
        <source>have as many rows now as in the backup and are replaced with the others</source>
        <translation>现在的行数与备份相同，随其他表一起被替换</translation>
    </message>
    <message>
        <source>%1 ends before the rows that its contents promise.</source>
        <translation>%1 在其目录所说的行之前就结束了。</translation>
    </message>
    <message>
        <source>The partitions of %1.%2 have their columns in different orders, so they make no single file; extract them one by one: %3.</source>
        <translation>%1.%2 的各分区列顺序不同，不能合成一个文件；请逐个导出：%3。</translation>
    </message>
    <message>
        <source>It was read to its end and is as it was written.</source>
        <translation>已从头读到尾，与写入时一致。</translation>
    </message>
    <message>
        <source>%1 is in %2 already, and nothing is known to be wrong with it: verify it; if it is found damaged, the copy can take its place.</source>
        <translation>%1 已在 %2 中，没有发现它有问题：请校验它；如果发现已损坏，副本可以取代它。</translation>
    </message>
    <message>
        <source>gets %1 (%2); its record here, with label and pin, stays</source>
        <translation>得到 %1（%2）；本机的记录连同标签和固定标记保留</translation>
    </message>
    <message>
        <source>what is here under that name</source>
        <translation>本机以该名称存在的内容</translation>
    </message>
    <message>
        <source>goes once the copy is here and was found to be sound: %1</source>
        <translation>在副本到达并确认完好之后删除：%1</translation>
    </message>
    <message>
        <source>Nothing to take back: what goes was of no use.</source>
        <translation>无需撤回：删除的内容已没有用处。</translation>
    </message>
    <message>
        <source>No sound one of that name is here</source>
        <translation>本机没有该名称的完好备份</translation>
    </message>
    <message>
        <source>None is here.</source>
        <translation>本机没有。</translation>
    </message>
    <message>
        <source>%1 in %2 is another backup than the one that is recorded here under this name, of %3; it is not fetched.</source>
        <translation>%2 中的 %1 与本机以此名称记录的不是同一个备份，它属于 %3；不取回。</translation>
    </message>
    <message>
        <source>Neither %1 here nor its copy in %2 has a record that can be read, so nobody knows which is sound.</source>
        <translation>本机的 %1 和 %2 中的副本都没有可读的记录，因此无法知道哪个完好。</translation>
    </message>
    <message>
        <source>Nothing makes backups by itself: no schedule of this profile is known here. &quot;qbmctl backup schedule set&quot; sets one up.</source>
        <translation>没有什么会自动做备份：这里没有本配置的计划任务。“qbmctl backup schedule set”可以设置一个。</translation>
    </message>
    <message>
        <source>backups of this profile were in it</source>
        <translation>本配置的备份曾在其中</translation>
    </message>
    <message>
        <source>%1 was in it</source>
        <translation>%1 曾在其中</translation>
    </message>
    <message>
        <source>The backup folder %1 is gone, although %2: is its share or disk mounted? Mount it or bring it back; &quot;qbmctl backup create --new-folder %1&quot; begins anew there.</source>
        <translation>备份目录 %1 不见了，尽管%2：它的共享或磁盘挂载了吗？请挂载或找回它；“qbmctl backup create --new-folder %1”会在那里重新开始。</translation>
    </message>
    <message>
        <source>The backup folder %1 is empty, although %2: is its share or disk mounted? Mount it or bring the backups back; &quot;qbmctl backup create --new-folder %1&quot; begins anew there.</source>
        <translation>备份目录 %1 是空的，尽管%2：它的共享或磁盘挂载了吗？请挂载它或找回备份；“qbmctl backup create --new-folder %1”会在那里重新开始。</translation>
    </message>
    <message>
        <source>%1 is the folder that it was</source>
        <translation>%1 还是原来的目录</translation>
    </message>
    <message>
        <source>Backups are there.</source>
        <translation>里面有备份。</translation>
    </message>
    <message>
        <source>No backup was ever seen there; this is its first.</source>
        <translation>那里从未有过备份；这是第一个。</translation>
    </message>
    <message>
        <source>The backups that were in it are gone, and it is begun anew, as was asked for.</source>
        <translation>其中原有的备份不见了，按要求在那里重新开始。</translation>
    </message>
    <message>
        <source>%1 A restore has kept its data of before: &quot;qbmctl backup swap-back %2&quot;.</source>
        <translation>%1 一次恢复留下了它之前的数据：“qbmctl backup swap-back %2”。</translation>
    </message>
    <message>
        <source>%1 Restores have kept its data of before: &quot;qbmctl backup swap-back %2&quot; takes the newest, and %3 are there too.</source>
        <translation>%1 恢复留下了它之前的数据：“qbmctl backup swap-back %2”换回最新的，另外还有 %3。</translation>
    </message>
    <message>
        <source>The backup folder is there</source>
        <translation>备份目录存在</translation>
    </message>
    <message>
        <source>It is not there yet; this user may make it.</source>
        <translation>它还不存在；此用户可以创建它。</translation>
    </message>
    <message>
        <source>%1 Run it as the owner of the folder.</source>
        <translation>%1 请以目录的属主运行。</translation>
    </message>
    <message>
        <source>%1 Choose another backup folder in the profile.</source>
        <translation>%1 请在配置中选择另一个备份目录。</translation>
    </message>
    <message>
        <source>There is a database %1 again, with the data of %2.</source>
        <translation>数据库 %1 重新存在，数据为 %2 的。</translation>
    </message>
    <message>
        <source>Nothing is set aside, as there is no live database; rename it to %1 to undo this.</source>
        <translation>没有线上数据库，因此什么也不会换下；要撤回，请把它改名为 %1。</translation>
    </message>
    <message>
        <source>%1&lt;time&gt;</source>
        <translation>%1&lt;时间&gt;</translation>
    </message>
    <message>
        <source>dated in the future</source>
        <translation>日期在将来</translation>
    </message>
    <message>
        <source>%1 answers, but the database is missing</source>
        <translation>%1 有应答，但数据库不在</translation>
    </message>
    <message>
        <source>What a restore now would lose is not known: the backup folder cannot be looked into.</source>
        <translation>现在恢复会丢失多少未知：无法查看备份目录的内容。</translation>
    </message>
    <message>
        <source>What a restore now would lose is not known: the newest backup is dated in the future, by a clock that was wrong.</source>
        <translation>现在恢复会丢失多少未知：由于时钟不准，最新备份的日期在将来。</translation>
    </message>
    <message>
        <source>%1 is marked as deleted but still there after %2 s. %3</source>
        <translation>%1 已标记删除，但 %2 秒后仍在。%3</translation>
    </message>
    <message>
        <source>HorizontalPodAutoscaler %1 moved it; it keeps between %2 and %3.</source>
        <translation>是 HorizontalPodAutoscaler %1 改动的；它把数量保持在 %2 到 %3 之间。</translation>
    </message>
    <message>
        <source>HorizontalPodAutoscaler %1 scales it between %2 and %3.</source>
        <translation>HorizontalPodAutoscaler %1 在 %2 到 %3 之间调整它。</translation>
    </message>
    <message>
        <source>%1 set that at %2.</source>
        <translation>由 %1 于 %2 设置。</translation>
    </message>
    <message>
        <source>%1 set that.</source>
        <translation>由 %1 设置。</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>%1 fields more; its YAML has them all</source>
        <translation>还有 %1 个字段；全部见其 YAML</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Namespace %1 is being deleted since %2 and does not go: %3</source>
        <translation>命名空间 %1 从 %2 起正在删除，却一直没有消失：%3</translation>
    </message>
    <message>
        <source>%1 is being deleted since %2 and waits for its finalizers: %3.</source>
        <translation>%1 从 %2 起正在删除，在等待其 finalizer：%3。</translation>
    </message>
    <message>
        <source>running since %1</source>
        <translation>从 %1 起运行</translation>
    </message>
    <message>
        <source>waiting: %1</source>
        <translation>等待：%1</translation>
    </message>
    <message>
        <source>waiting: %1 (%2)</source>
        <translation>等待：%1（%2）</translation>
    </message>
    <message>
        <source>terminated: %1</source>
        <translation>已终止：%1</translation>
    </message>
    <message>
        <source>%1 every %2 s, answer within %3 s, fails after %4</source>
        <translation>%1，每 %2 秒一次，须在 %3 秒内应答，连续 %4 次失败即不通过</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Last termination</source>
        <translation>上次终止</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>重启次数</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Image id</source>
        <translation>镜像 ID</translation>
    </message>
    <message>
        <source>Resource requests</source>
        <translation>资源请求（requests）</translation>
    </message>
    <message>
        <source>Resource limits</source>
        <translation>资源上限（limits）</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Startup probe</source>
        <translation>启动探针</translation>
    </message>
    <message>
        <source>Readiness probe</source>
        <translation>就绪探针</translation>
    </message>
    <message>
        <source>Liveness probe</source>
        <translation>存活探针</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>Environment from</source>
        <translation>环境变量来源</translation>
    </message>
    <message>
        <source>Mounts</source>
        <translation>挂载</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 is not ready: %2. Container %3 last ended with %4; restarts: %5.</source>
        <translation>%1 未就绪：%2。容器 %3 上次终止：%4；重启次数：%5。</translation>
    </message>
    <message>
        <source>%1 is not ready: %2.</source>
        <translation>%1 未就绪：%2。</translation>
    </message>
    <message>
        <source>exit code %1 (signal %2)</source>
        <translation>退出码 %1（信号 %2）</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>退出码 %1</translation>
    </message>
    <message>
        <source>%1, at %2 after %3</source>
        <translation>%1，于 %2，运行了 %3</translation>
    </message>
    <message>
        <source>%1, at %2</source>
        <translation>%1，于 %2</translation>
    </message>
    <message>
        <source>Init container %1</source>
        <translation>初始化容器 %1</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>卷</translation>
    </message>
    <message>
        <source>Pod</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Address of the node</source>
        <translation>节点地址</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>启动时间</translation>
    </message>
    <message>
        <source>Quality of service</source>
        <translation>服务质量（QoS）</translation>
    </message>
    <message>
        <source>Service account</source>
        <translation>服务账号</translation>
    </message>
    <message>
        <source>Priority class</source>
        <translation>优先级类</translation>
    </message>
    <message>
        <source>Restart policy</source>
        <translation>重启策略</translation>
    </message>
    <message>
        <source>Node selector</source>
        <translation>节点选择器</translation>
    </message>
    <message>
        <source>Pods</source>
        <translation>Pod</translation>
    </message>
    <message>
        <source>%1, %2 of %3 containers ready, restarts: %4</source>
        <translation>%1，%3 个容器中 %2 个就绪，重启次数：%4</translation>
    </message>
    <message>
        <source>%1; last ended with %2</source>
        <translation>%1；上次终止：%2</translation>
    </message>
    <message>
        <source>Replicas</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>%1 wanted, %2 there, %3 up to date, %4 ready, %5 available</source>
        <translation>期望 %1，现有 %2，最新 %3，就绪 %4，可用 %5</translation>
    </message>
    <message>
        <source>Completions</source>
        <translation>完成数</translation>
    </message>
    <message>
        <source>Parallelism</source>
        <translation>并行数</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>重试次数</translation>
    </message>
    <message>
        <source>%1, at most %2 more and %3 fewer than wanted</source>
        <translation>%1，最多比期望多 %2、少 %3</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>修订版本</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Rollout</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Seconds ready before available</source>
        <translation>就绪多少秒后算可用</translation>
    </message>
    <message>
        <source>Seconds without progress before it counts as stuck</source>
        <translation>多少秒没有进展算停滞</translation>
    </message>
    <message>
        <source>Revisions kept</source>
        <translation>保留的修订版本数</translation>
    </message>
    <message>
        <source>Selector</source>
        <translation>选择器</translation>
    </message>
    <message>
        <source>%1 cannot make its pods: %2 (%3).</source>
        <translation>%1 建不了 Pod：%2（%3）。</translation>
    </message>
    <message>
        <source>%1 cannot get the image %2: %3 (%4).</source>
        <translation>%1 取不到镜像 %2：%3（%4）。</translation>
    </message>
    <message>
        <source>Container %1 of %2 crashes again and again, %3 times so far: %4.</source>
        <translation>%2 的容器 %1 反复崩溃，至今 %3 次：%4。</translation>
    </message>
    <message>
        <source>Container %1 of %2 does not start: %3 (%4).</source>
        <translation>%2 的容器 %1 启动不了：%3（%4）。</translation>
    </message>
    <message>
        <source>%1 cannot be placed on a node: %2</source>
        <translation>%1 无法安排到任何节点：%2</translation>
    </message>
    <message>
        <source>%1 runs but is not ready: its readiness probe does not pass.</source>
        <translation>%1 在运行但未就绪：就绪探针没有通过。</translation>
    </message>
    <message>
        <source>The cluster refuses its pods: %1 (%2).</source>
        <translation>集群拒绝创建它的 Pod：%1（%2）。</translation>
    </message>
    <message>
        <source>%1 ends again and again, %2 times so far, the last time at %3.</source>
        <translation>%1 反复终止，至今 %2 次，最近一次在 %3。</translation>
    </message>
    <message>
        <source>the authorities this machine trusts</source>
        <translation>本机信任的 CA</translation>
    </message>
    <message>
        <source>the authority in %1</source>
        <translation>%1 中的 CA</translation>
    </message>
    <message>
        <source>the certificate-authority-data of the cluster &quot;%1&quot; in the kubeconfig</source>
        <translation>kubeconfig 中集群“%1”的 certificate-authority-data</translation>
    </message>
    <message>
        <source>its signature is not by the authority&apos;s key, though the names agree</source>
        <translation>其签名不是该 CA 的密钥所签，尽管名称相同</translation>
    </message>
    <message>
        <source>Operation %1 was not closed: say why with a reason, for those who read the ledger later.</source>
        <translation>操作 %1 没有关闭：请写明原因，供日后查看账本的人参考。</translation>
    </message>
    <message>
        <source>Operation %1 was closed by %2 (%3): a closed one is neither continued nor taken back; run a new one for what is still to change.</source>
        <translation>操作 %1 已由 %2 关闭（%3）：已关闭的操作不能继续也不能撤回；还要改动的，请另做一次操作。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; (%2) could not be finished and needs attention: %3 Mend that, then &quot;qbmctl operation resume %2&quot; continues it and &quot;qbmctl operation undo %2&quot; takes it back; &quot;qbmctl operation close %2 --reason TEXT&quot; ends one that something else has moved on.</source>
        <translation>“%1”（%2）未能完成，需要处理：%3 排除原因后，“qbmctl operation resume %2”继续，“qbmctl operation undo %2”撤回；已被别的东西改动过的，用“qbmctl operation close %2 --reason 原因”关闭。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; (%2) was interrupted and nothing finishes it by itself: &quot;qbmctl operation resume %2&quot; continues it, &quot;qbmctl operation undo %2&quot; takes it back, &quot;qbmctl operation close %2 --reason TEXT&quot; ends it by hand.</source>
        <translation>“%1”（%2）被中断，不会自己完成：“qbmctl operation resume %2”继续，“qbmctl operation undo %2”撤回，“qbmctl operation close %2 --reason 原因”手工关闭。</translation>
    </message>
    <message>
        <source>%1; its first pod was ready at %2</source>
        <translation>%1；其第一个 Pod 于 %2 就绪</translation>
    </message>
    <message>
        <source>the profile (ca of the place %1 under backups: copies)</source>
        <translation>profile 中（backups: copies 里 %1 的 ca）</translation>
    </message>
    <message>
        <source>%1 is at revision %2 with %3 now (%4 of %5 replicas ready): %6</source>
        <translation>%1 现在是修订版本 %2，镜像 %3（%5 个副本中 %4 个就绪）：%6</translation>
    </message>
    <message>
        <source>%1 asks for %2 replicas now (%3 ready); this operation asked for %4, before it there were %5.</source>
        <translation>%1 现在请求 %2 个副本（%3 个就绪）；本操作请求了 %4 个，之前是 %5 个。</translation>
    </message>
    <message>
        <source>%1 asks for %2 replicas now (%3 ready); this operation was to ask for %4 and had not yet.</source>
        <translation>%1 现在请求 %2 个副本（%3 个就绪）；本操作要请求 %4 个，但还没有请求。</translation>
    </message>
    <message>
        <source>There is no %1 in %2 any more.</source>
        <translation>%2 中已没有 %1。</translation>
    </message>
    <message>
        <source>%1 pods more, none of them worse</source>
        <translation>还有 %1 个 Pod，都不比这些更差</translation>
    </message>
    <message>
        <source>the kubeconfig (certificate-authority)</source>
        <translation>kubeconfig 中（certificate-authority）</translation>
    </message>
    <message>
        <source>The certificate of %1 is not trusted: %2. Renew it on the server, and see whether this machine&apos;s clock is right.</source>
        <translation>%1 的证书不受信任：%2。请在服务器上更新证书，并检查本机的时钟是否正确。</translation>
    </message>
    <message>
        <source>The certificate of %1 is not trusted: %2. Reach the server by a name that stands in its certificate, or have this name put into it.</source>
        <translation>%1 的证书不受信任：%2。请用证书中写有的名称访问该服务器，或把这个名称加入证书。</translation>
    </message>
    <message>
        <source>The certificate of %1 is not trusted: %2. It was held against %3. If it is the right server, name its authority in %4.</source>
        <translation>%1 的证书不受信任：%2。比对所用的是%3。如果确实是这台服务器，请在%4写明它的 CA。</translation>
    </message>
    <message>
        <source>the profile (%1: ca)</source>
        <translation>profile 中（%1: ca）</translation>
    </message>
    <message>
        <source>The last drill, of %1 at %2, could not begin: %3</source>
        <translation>最近一次演练（%1，%2）未能开始：%3</translation>
    </message>
    <message>
        <source>The role %1 cannot be named in this database, whose encoding %2 lacks its letters</source>
        <translation>这个数据库的编码 %2 没有角色 %1 名称中的字符，无法在其中写出它</translation>
    </message>
    <message>
        <source>The role %1 is not on this server</source>
        <translation>角色 %1 不在这台服务器上</translation>
    </message>
    <message>
        <source>The policy %1 is made for its other roles only. %2.</source>
        <translation>策略 %1 只为其余角色创建。%2。</translation>
    </message>
    <message>
        <source>The policy %1 is left out. %2.</source>
        <translation>略去策略 %1。%2。</translation>
    </message>
    <message>
        <source>The user mapping &quot;%1&quot; is left out. %2.</source>
        <translation>略去用户映射“%1”。%2。</translation>
    </message>
    <message>
        <source>%1: what it owned belongs to %2 (%3).</source>
        <translation>%1：原来属于它的归 %2 所有（%3）。</translation>
    </message>
    <message>
        <source>%1: rights of it are left out on %2.</source>
        <translation>%1：略去它在 %2 上的权限。</translation>
    </message>
    <message>
        <source>Its owner %1 has a name that is no UTF-8 and cannot be said here: it belongs to %2; rename the role to keep the owner.</source>
        <translation>它的属主 %1 的名称不是 UTF-8，在这里无法写出：它归 %2 所有；要保留属主，请给角色改名。</translation>
    </message>
    <message>
        <source>Rows come back in an order that suits their conditions</source>
        <translation>行按适合其约束的顺序恢复</translation>
    </message>
    <message>
        <source>Conditions or generated columns of %1 read these tables themselves: no order suits all of them. Rows that are refused are tried once more after all others.</source>
        <translation>%1 的约束或生成列又读取这些表本身：没有适合所有表的顺序。被拒绝的行在其余表完成之后再试一次。</translation>
    </message>
    <message>
        <source>Conditions or generated columns of %1 read these tables themselves: no order suits all of them. If rows are refused, everything is taken back; restore beside then.</source>
        <translation>%1 的约束或生成列又读取这些表本身：没有适合所有表的顺序。如果行被拒绝，全部撤回；那时请用旁路恢复。</translation>
    </message>
    <message>
        <source>Generated columns of %1 call functions that read tables: they are in no backup. They are computed anew, after the rows that they read, and are not compared with what they were.</source>
        <translation>%1 的生成列调用会读取表的函数：它们不在任何备份里。它们在所读取的行之后重新计算，不与原来的值比较。</translation>
    </message>
    <message>
        <source>The server has no database of this name; the drill needs none.</source>
        <translation>服务器上没有该名称的数据库；演练不需要它。</translation>
    </message>
    <message>
        <source>The server has no database of this name: what is dropped may be the last of its data.</source>
        <translation>服务器上没有该名称的数据库：要删除的可能是其数据的最后一份。</translation>
    </message>
    <message>
        <source>The server has no database of this name; the kept one takes it.</source>
        <translation>服务器上没有该名称的数据库；留下的数据库会得到这个名称。</translation>
    </message>
    <message>
        <source>Give it the name of the live database</source>
        <translation>给它线上数据库的名称</translation>
    </message>
    <message>
        <source>%1 is neither a file nor a folder, so it is no backup and is not opened.</source>
        <translation>%1 既不是文件也不是目录，因此不是备份，不会打开它。</translation>
    </message>
    <message>
        <source>No sound backup of %1 is left: a part of it may still be read.</source>
        <translation>%1 已没有完好的备份：其中一部分也许仍可读取。</translation>
    </message>
    <message>
        <source>%1 is not dropped here: only databases that restores of %2 set aside or left behind are, which &quot;backup kept&quot; lists. One that you named yourself is dropped with SQL.</source>
        <translation>%1 不在这里删除：这里只删除对 %2 的恢复搁置或留下的数据库，“backup kept”会列出它们。自己命名的数据库请用 SQL 删除。</translation>
    </message>
    <message>
        <source>The newest backup is encrypted, and the profile names no identity file that reads it: a restore here needs one.</source>
        <translation>最新的备份是加密的，而连接配置没有写能读取它的身份文件：在此恢复需要该文件。</translation>
    </message>
</context>
</TS>
