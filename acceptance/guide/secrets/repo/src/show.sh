echo "$AMA_CONF_JDBC_URL" | sed 's/password=//'
echo "${#AMA_CONF_JDBC_URL} characters"
